namespace MapDet.Core.Losses;

/// <summary>The assignment of rows to columns of least total cost.</summary>
/// <remarks>
/// Shortest augmenting paths (Crouse 2016, "On implementing 2D rectangular assignment algorithms"), visiting columns in the order in which
/// SciPy's <c>linear_sum_assignment</c> does, so that ties are broken as there.
/// </remarks>
public sealed class LinearAssignment
{
    private const int None = -1;

    private readonly double[] _cost;
    private readonly int _rows;
    private readonly int _columns;
    private readonly double[] _rowDual;
    private readonly double[] _columnDual;
    private readonly double[] _distance;
    private readonly int[] _path;
    private readonly int[] _left;
    private readonly bool[] _isRowSeen;
    private readonly bool[] _isColumnSeen;
    private readonly int[] _columnOfRow;
    private readonly int[] _rowOfColumn;

    private LinearAssignment(double[] cost, int rows, int columns)
    {
        _cost = cost;
        _rows = rows;
        _columns = columns;
        _rowDual = new double[rows];
        _columnDual = new double[columns];
        _distance = new double[columns];
        _path = new int[columns];
        _left = new int[columns];
        _isRowSeen = new bool[rows];
        _isColumnSeen = new bool[columns];
        _columnOfRow = new int[rows];
        _rowOfColumn = new int[columns];
        Array.Fill(_columnOfRow, None);
        Array.Fill(_rowOfColumn, None);
    }

    /// <summary>Solves the problem.</summary>
    /// <param name="cost">[rows, columns], finite.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <returns>For each row its column, -1 for a row without one; min(rows, columns) rows have one.</returns>
    /// <exception cref="ArgumentException">A cost is not finite, or their number is wrong.</exception>
    public static int[] Solve(ReadOnlySpan<float> cost, int rows, int columns) => Solve(cost, rows, columns, columns);

    /// <summary>Solves the problem of the first columns of a wider matrix.</summary>
    /// <param name="cost">[rows, stride]; the first <paramref name="columns"/> of each row count and are finite.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <returns>As <see cref="Solve(ReadOnlySpan{float}, int, int)"/>.</returns>
    /// <exception cref="ArgumentException">A cost is not finite, or their number is wrong.</exception>
    public static int[] Solve(ReadOnlySpan<float> cost, int rows, int columns, int stride)
    {
        if (columns > stride || cost.Length != (long)rows * stride)
        {
            throw new ArgumentException($"{cost.Length} costs are not {rows} x {columns} at steps of {stride}.", nameof(cost));
        }

        if (rows <= columns)
        {
            LinearAssignment wide = new(Widen(cost, rows, columns, stride, isTransposed: false), rows, columns);
            wide.AddAllRows();
            return wide._columnOfRow;
        }

        LinearAssignment transposed = new(Widen(cost, rows, columns, stride, isTransposed: true), columns, rows);
        transposed.AddAllRows();
        return transposed._rowOfColumn;
    }

    private static double[] Widen(ReadOnlySpan<float> cost, int rows, int columns, int stride, bool isTransposed)
    {
        double[] widened = new double[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                float value = cost[(row * stride) + column];
                if (!float.IsFinite(value))
                {
                    throw new ArgumentException("Every cost must be finite.", nameof(cost));
                }

                widened[isTransposed ? (column * rows) + row : (row * columns) + column] = value;
            }
        }

        return widened;
    }

    private void AddAllRows()
    {
        for (int row = 0; row < _rows; row++)
        {
            int sink = FindShortestPath(row, out double length);
            UpdateDuals(row, length);
            SwapAlongPath(row, sink);
        }
    }

    private int FindShortestPath(int start, out double length)
    {
        Array.Fill(_distance, double.PositiveInfinity);
        Array.Clear(_isRowSeen);
        Array.Clear(_isColumnSeen);
        int leftCount = _columns;
        for (int i = 0; i < leftCount; i++)
        {
            _left[i] = _columns - 1 - i;
        }

        length = 0;
        int row = start;
        while (true)
        {
            _isRowSeen[row] = true;
            int candidate = RelaxFrom(row, length, leftCount);
            int column = _left[candidate];
            length = _distance[column];
            _left[candidate] = _left[--leftCount];
            _isColumnSeen[column] = true;
            if (_rowOfColumn[column] == None)
            {
                return column;
            }

            row = _rowOfColumn[column];
        }
    }

    /// <summary>Shortens distances by way of a row.</summary>
    /// <returns>The place in the list of the nearest column; among equals the last one that is still free.</returns>
    private int RelaxFrom(int row, double length, int leftCount)
    {
        double lowest = double.PositiveInfinity;
        int candidate = None;
        ReadOnlySpan<double> costs = _cost.AsSpan(row * _columns, _columns);
        for (int i = 0; i < leftCount; i++)
        {
            int column = _left[i];
            double reduced = length + costs[column] - _rowDual[row] - _columnDual[column];
            if (reduced < _distance[column])
            {
                _distance[column] = reduced;
                _path[column] = row;
            }

            if (_distance[column] < lowest || (_distance[column] == lowest && _rowOfColumn[column] == None))
            {
                lowest = _distance[column];
                candidate = i;
            }
        }

        return candidate;
    }

    private void UpdateDuals(int start, double length)
    {
        _rowDual[start] += length;
        for (int row = 0; row < _rows; row++)
        {
            if (_isRowSeen[row] && row != start)
            {
                _rowDual[row] += length - _distance[_columnOfRow[row]];
            }
        }

        for (int column = 0; column < _columns; column++)
        {
            if (_isColumnSeen[column])
            {
                _columnDual[column] -= length - _distance[column];
            }
        }
    }

    private void SwapAlongPath(int start, int sink)
    {
        int column = sink;
        int row;
        do
        {
            row = _path[column];
            _rowOfColumn[column] = row;
            (_columnOfRow[row], column) = (column, _columnOfRow[row]);
        }
        while (row != start);
    }
}
