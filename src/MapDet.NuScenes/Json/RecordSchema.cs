using System.Text.Json;
using MapDet.Core;

namespace MapDet.NuScenes.Json;

/// <summary>
/// The wanted columns of a table, or of objects within its records, and the reading of one record into them. Fields that it does not know
/// are passed over.
/// </summary>
internal sealed class RecordSchema
{
    private readonly Column[] _columns;
    private readonly FieldOrder _order;
    private Column? _faulty;

    /// <param name="token">The record's own token; null for objects within a record.</param>
    /// <param name="others">The other columns.</param>
    public RecordSchema(TokenColumn? token, params Column[] others)
    {
        Token = token;
        _columns = token is null ? others : [token, .. others];
        _order = new FieldOrder(_columns);
    }

    /// <summary>The record's own token; null for objects within a record.</summary>
    public TokenColumn? Token { get; }

    /// <summary>The record's token for messages, or null while it is not known.</summary>
    public string? RecordName => Token is { HasValue: true } ? Token.Text : null;

    /// <summary>What is wrong with the record read last: a field is absent or holds the wrong thing. Null if nothing is.</summary>
    public ColumnFault? Fault
    {
        get
        {
            if (_faulty is not null)
            {
                return _faulty.Fault;
            }

            Column? missing = FirstMissing();
            return missing is null ? null : new ColumnFault(missing.Name, $"the field is absent; it should hold {missing.Expected}.");
        }
    }

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
        if (Fault is { } fault)
        {
            throw new InvalidInputException(file, fault.Problem, RecordName ?? $"number {position + 1} of the table", fault.Field);
        }
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
