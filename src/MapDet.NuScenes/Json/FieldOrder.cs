using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>
/// Finds the column of a field. The fields of a file's records come in the same order nearly always, so that one comparison, with
/// the field that was in this place before, tells what it is.
/// </summary>
internal sealed class FieldOrder(Column[] columns)
{
    private readonly List<(byte[] Utf8Name, Column? Column)> _fields = [];

    /// <summary>The column that the reader's property name belongs to, or null if the field is not wanted.</summary>
    /// <param name="reader">Stands at a property name.</param>
    /// <param name="position">How many fields of the record came before.</param>
    public Column? Find(ref Utf8JsonReader reader, int position)
    {
        if (position < _fields.Count && reader.ValueTextEquals(_fields[position].Utf8Name))
        {
            return _fields[position].Column;
        }

        foreach (Column column in columns)
        {
            if (reader.ValueTextEquals(column.Utf8Name))
            {
                Remember(position, column.Utf8Name, column);
                return column;
            }
        }

        if (!reader.ValueIsEscaped)
        {
            Remember(position, reader.ValueSpan.ToArray(), null);
        }

        return null;
    }

    private void Remember(int position, byte[] name, Column? column)
    {
        if (position < _fields.Count)
        {
            _fields[position] = (name, column);
        }
        else if (position == _fields.Count)
        {
            _fields.Add((name, column));
        }
    }
}
