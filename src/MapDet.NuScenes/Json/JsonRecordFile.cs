using System.Text.Json;
using MapDet.Core;

namespace MapDet.NuScenes.Json;

/// <summary>
/// Reads a JSON file of any size front to back through one buffer: arrays of records, and the properties of the object around them.
/// All faults come out as <see cref="InvalidInputException"/> with the file's name.
/// </summary>
internal sealed class JsonRecordFile : IDisposable
{
    private const int DefaultBufferSize = 1 << 20;

    // Real records have kilobytes; the buffer must not follow a damaged file up to the size of the memory.
    private const int LargestRecord = 1 << 28;

    private readonly JsonFileBuffer _input;

    private JsonRecordFile(JsonFileBuffer input) => _input = input;

    private delegate bool Step<T>(ref Utf8JsonReader reader, out T result);

    public string Path => _input.Path;

    public static JsonRecordFile Open(
        string path, CancellationToken cancellationToken, int bufferSize = DefaultBufferSize, int largestRecord = LargestRecord) =>
        new(JsonFileBuffer.Open(path, bufferSize, largestRecord, cancellationToken));

    /// <summary>Reads a file that is one array of records.</summary>
    /// <returns>The number of records.</returns>
    public int ReadTable(RecordSchema schema, Action onRecord)
    {
        int count = ReadRecords(schema, null, onRecord);
        ExpectEnd();
        return count;
    }

    /// <summary>Reads an array of records; the array is the value that comes next.</summary>
    public int ReadRecords(RecordSchema schema, string? layer, Action onRecord)
    {
        Expect(JsonTokenType.StartArray, layer, "is not an array of records.");
        int count = 0;
        while (true)
        {
            Utf8JsonReader reader = _input.NewReader();
            while (true)
            {
                JsonReaderState state = reader.CurrentState;
                long consumed = reader.BytesConsumed;
                if (!TryReadRecord(ref reader, schema, layer, count, out bool isEnd))
                {
                    _input.Commit(state, consumed);
                    break;
                }

                if (isEnd)
                {
                    _input.Commit(reader.CurrentState, reader.BytesConsumed);
                    return count;
                }

                schema.Check(Path, count);
                onRecord();
                count++;
            }

            _input.FillOrFail();
        }
    }

    /// <summary>Reads a dictionary of tokens; its object is the value that comes next.</summary>
    /// <param name="key">Takes the token of an entry.</param>
    /// <param name="value">Takes what stands there.</param>
    /// <param name="onEntry">Called for every entry.</param>
    public void ReadEntries(TokenColumn key, Column value, Action onEntry)
    {
        Expect(JsonTokenType.StartObject, value.Name, "is not an object.");
        while (ReadEntry(key, value))
        {
            onEntry();
        }
    }

    /// <summary>Reads the value that comes next into a column.</summary>
    public void ReadValue(Column value) =>
        Run((ref Utf8JsonReader reader, out bool isRead) => isRead = reader.Read() && TryRead(ref reader, value, null));

    public void ExpectObject() => Expect(JsonTokenType.StartObject, null, "is not a JSON object.");

    /// <summary>The name of the object's next property, or null at its end.</summary>
    public string? ReadPropertyName() => Run((ref Utf8JsonReader reader, out string? name) =>
    {
        name = null;
        if (!reader.Read())
        {
            return false;
        }

        name = reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;
        return true;
    });

    /// <summary>A text; null if the value is something else, which is passed over.</summary>
    public string? ReadText()
    {
        string? text = Run((ref Utf8JsonReader reader, out string? value) =>
        {
            value = null;
            Utf8JsonReader look = reader;
            if (!look.Read())
            {
                return false;
            }

            if (look.TokenType == JsonTokenType.String)
            {
                value = look.GetString();
                reader = look;
            }

            return true;
        });
        if (text is null)
        {
            SkipValue();
        }

        return text;
    }

    /// <summary>Passes over the next value, however large.</summary>
    public void SkipValue()
    {
        int depth = -1;
        bool isDone = false;
        while (!isDone)
        {
            (depth, isDone) = Run((ref Utf8JsonReader reader, out (int Depth, bool IsDone) progress) =>
            {
                progress = (depth, false);
                if (!reader.Read())
                {
                    return false;
                }

                int top = depth < 0 ? reader.CurrentDepth : depth;
                progress = (top, reader.CurrentDepth == top && reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject));
                return true;
            });
        }
    }

    /// <summary>Nothing but white space may follow.</summary>
    public void ExpectEnd()
    {
        while (true)
        {
            try
            {
                Utf8JsonReader reader = _input.NewReader();
                reader.Read();
                _input.Commit(reader.CurrentState, reader.BytesConsumed);
            }
            catch (JsonException exception)
            {
                throw NotJson(exception, null, null);
            }

            if (_input.IsFinal)
            {
                return;
            }

            _input.Fill();
        }
    }

    public void Dispose() => _input.Dispose();

    private bool ReadEntry(TokenColumn key, Column value) => Run((ref Utf8JsonReader reader, out bool isEntry) =>
    {
        isEntry = false;
        if (!reader.Read())
        {
            return false;
        }

        isEntry = reader.TokenType == JsonTokenType.PropertyName;
        return !isEntry || (key.Read(ref reader) == ColumnResult.Done && reader.Read() && TryRead(ref reader, value, key));
    });

    private bool TryRead(ref Utf8JsonReader reader, Column column, TokenColumn? key)
    {
        column.Clear();
        ColumnResult result = column.Read(ref reader);
        return result != ColumnResult.Faulty
            ? result == ColumnResult.Done
            : throw new InvalidInputException(Path, column.Fault.Problem, key?.Text, column.Fault.Field);
    }

    private bool TryReadRecord(ref Utf8JsonReader reader, RecordSchema schema, string? layer, int position, out bool isEnd)
    {
        isEnd = false;
        schema.Token?.Clear();
        try
        {
            if (!reader.Read())
            {
                return false;
            }

            isEnd = reader.TokenType == JsonTokenType.EndArray;
            if (!isEnd && reader.TokenType != JsonTokenType.StartObject)
            {
                throw new InvalidInputException(Path, "the entry is not an object.", $"number {position + 1} of the table", layer);
            }

            return isEnd || schema.TryRead(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw NotJson(exception, schema.RecordName, layer);
        }
    }

    private void Expect(JsonTokenType expected, string? field, string problem)
    {
        JsonTokenType type = Run((ref Utf8JsonReader reader, out JsonTokenType found) =>
        {
            bool isRead = reader.Read();
            found = reader.TokenType;
            return isRead;
        });
        if (type != expected)
        {
            throw new InvalidInputException(Path, problem, field: field);
        }
    }

    private T Run<T>(Step<T> step)
    {
        while (true)
        {
            try
            {
                Utf8JsonReader reader = _input.NewReader();
                if (step(ref reader, out T result))
                {
                    _input.Commit(reader.CurrentState, reader.BytesConsumed);
                    return result;
                }
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                throw NotJson(exception, null, null);
            }

            _input.FillOrFail();
        }
    }

    private InvalidInputException NotJson(Exception exception, string? record, string? field) =>
        new(Path, $"the text is not valid JSON: {exception.Message}", record, field, exception);
}
