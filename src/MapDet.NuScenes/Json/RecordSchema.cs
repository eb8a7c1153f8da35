using System.Text.Json;
using MapDet.Core;

namespace MapDet.NuScenes.Json;

/// <summary>The wanted columns of a table, and the reading of one record into them. Fields that it does not know are passed over.</summary>
internal sealed class RecordSchema
{
    private readonly Column[] _columns;
    private readonly FieldOrder _order;
    private Column? _faulty;

    public RecordSchema(TokenColumn token, params Column[] others)
    {
        Token = token;
        _columns = [token, .. others];
        _order = new FieldOrder(_columns);
    }

    /// <summary>The record's own token.</summary>
    public TokenColumn Token { get; }

    /// <summary>The record's token for messages, or null while it is not known.</summary>
    public string? RecordName => Token.HasValue ? Token.Text : null;

    /// <summary>Reads a record; the reader stands at its opening brace.</summary>
    /// <returns>False if the buffer ends within the record, which must then be read again from its start.</returns>
    public bool TryRead(ref Utf8JsonReader reader)
    {
        foreach (Column column in _columns)
        {
            column.Clear();
        }

        _faulty = null;
        int position = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            Column? column = _order.Find(ref reader, position++);
            if (!reader.Read() || !TryReadField(ref reader, column))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Checks what was read last.</summary>
    /// <exception cref="InvalidInputException">A field is absent or holds the wrong thing.</exception>
    public void Check(string file, int position)
    {
        Column? missing = FirstMissing();
        if (_faulty is null && missing is null)
        {
            return;
        }

        string record = RecordName ?? $"number {position + 1} of the table";
        throw _faulty is not null
            ? new InvalidInputException(file, $"the field does not hold {_faulty.Expected}.", record, _faulty.Name)
            : new InvalidInputException(file, $"the field is absent; it should hold {missing!.Expected}.", record, missing.Name);
    }

    private Column? FirstMissing()
    {
        foreach (Column column in _columns)
        {
            if (!column.HasValue && !column.IsOptional)
            {
                return column;
            }
        }

        return null;
    }

    private bool TryReadField(ref Utf8JsonReader reader, Column? column)
    {
        if (column is null)
        {
            return TryFinishValue(ref reader, reader.CurrentDepth);
        }

        int depth = reader.CurrentDepth;
        ColumnResult result = column.Read(ref reader);
        if (result != ColumnResult.Faulty)
        {
            return result == ColumnResult.Done;
        }

        // The message needs the record's token, which may come later: read on.
        _faulty ??= column;
        return TryFinishValue(ref reader, depth);
    }

    private static bool TryFinishValue(ref Utf8JsonReader reader, int depth)
    {
        while (reader.CurrentDepth > depth || reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            if (!reader.Read())
            {
                return false;
            }
        }

        return true;
    }
}
