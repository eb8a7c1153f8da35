namespace MapDet.NuScenes.Tables;

/// <summary>A table's rows put together by something that they share, in the order of the table.</summary>
internal sealed class RowGroups
{
    private readonly int[] _starts;
    private readonly int[] _rows;

    /// <summary>Groups rows.</summary>
    /// <param name="groups">Number of groups.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="groupOf">The group of a row.</param>
    public RowGroups(int groups, int rows, Func<int, int> groupOf)
    {
        _starts = new int[groups + 1];
        for (int row = 0; row < rows; row++)
        {
            _starts[groupOf(row) + 1]++;
        }

        for (int group = 0; group < groups; group++)
        {
            _starts[group + 1] += _starts[group];
        }

        int[] ends = _starts[..groups];
        _rows = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            _rows[ends[groupOf(row)]++] = row;
        }
    }

    /// <summary>The rows of a group.</summary>
    public ReadOnlySpan<int> this[int group] => _rows.AsSpan(_starts[group].._starts[group + 1]);
}
