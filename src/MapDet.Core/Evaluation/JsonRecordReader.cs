using System.Text.Json;

namespace MapDet.Core.Evaluation;

/// <summary>Reads the objects of one array of a JSON file one by one, so that a file of any size needs the memory of its largest object.</summary>
/// <typeparam name="T">What an object becomes.</typeparam>
internal sealed class JsonRecordReader<T>
{
    private static readonly byte[] s_byteOrderMark = [0xEF, 0xBB, 0xBF];
    private readonly string _path;
    private readonly string _property;
    private readonly string _nameProperty;
    private readonly ReadRecord _read;
    private readonly List<T> _records = [];
    private JsonReaderState _state;
    private Place _place = Place.BeforeRoot;
    private bool _isFound;

    private JsonRecordReader(string path, string property, string nameProperty, ReadRecord read)
    {
        _path = path;
        _property = property;
        _nameProperty = nameProperty;
        _read = read;
    }

    /// <summary>Reads an object whose text is complete; the reader stands at its begin and is left at its end.</summary>
    /// <param name="reader">At <c>{</c>.</param>
    /// <param name="index">The object's place in the array.</param>
    public delegate T ReadRecord(ref Utf8JsonReader reader, int index);

    private enum Place
    {
        BeforeRoot,
        InRoot,
        InArray,
        AfterRoot,
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, whose root is an object.</param>
    /// <param name="property">The root's property that holds the array; others are skipped.</param>
    /// <param name="nameProperty">The property of an object that holds its name, for messages.</param>
    /// <param name="read">Makes a record of an object.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidInputException">The file is missing, no JSON, cut short, or of another form.</exception>
    public static IReadOnlyList<T> Read(string path, string property, string nameProperty, ReadRecord read, CancellationToken cancellationToken)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            JsonRecordReader<T> reader = new(path, property, nameProperty, read);
            reader.ReadAll(stream, cancellationToken);
            return reader._records;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InvalidInputException.Unreadable(path, e);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(path, $"is damaged or cut short: {e.Message}", innerException: e);
        }
    }

    private void ReadAll(FileStream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[1 << 16];
        int filled = 0;
        bool isFinal = false;
        while (!isFinal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, checked(buffer.Length * 2));
            }

            int read = stream.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            isFinal = read == 0;
            int consumed = _place == Place.BeforeRoot && buffer.AsSpan(0, filled).StartsWith(s_byteOrderMark) ? s_byteOrderMark.Length : 0;
            while (Advance(buffer.AsSpan(consumed, filled - consumed), isFinal, out int used))
            {
                consumed += used;
            }

            filled -= consumed;
            buffer.AsSpan(consumed, filled).CopyTo(buffer);
        }

        if (!_isFound)
        {
            throw new InvalidInputException(_path, $"has no property '{_property}'", field: _property);
        }
    }

    // One step, if all of its text is there; the state moves on only then.
    private bool Advance(ReadOnlySpan<byte> text, bool isFinal, out int used)
    {
        used = 0;
        Utf8JsonReader reader = new(text, isFinal, _state);
        if (!reader.Read())
        {
            return false;
        }

        bool isDone = _place switch
        {
            Place.BeforeRoot => EnterRoot(ref reader),
            Place.InRoot => ReadProperty(ref reader),
            _ => ReadElement(ref reader, text),
        };
        if (isDone)
        {
            _state = reader.CurrentState;
            used = (int)reader.BytesConsumed;
        }

        return isDone;
    }

    private bool EnterRoot(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidInputException(_path, "does not hold a JSON object");
        }

        _place = Place.InRoot;
        return true;
    }

    private bool ReadProperty(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            _place = Place.AfterRoot;
            return true;
        }

        bool isWanted = reader.ValueTextEquals(_property);
        if (!reader.Read() || (!isWanted && !reader.TrySkip()))
        {
            return false;
        }

        if (isWanted && reader.TokenType != JsonTokenType.StartArray)
        {
            throw new InvalidInputException(_path, $"'{_property}' is no list", field: _property);
        }

        _isFound |= isWanted;
        _place = isWanted ? Place.InArray : Place.InRoot;
        return true;
    }

    private bool ReadElement(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _place = Place.InRoot;
            return true;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidInputException(_path, "is no object", $"{_property}[{_records.Count}]");
        }

        int start = (int)reader.TokenStartIndex;
        if (!TrySkip(ref reader, text[start..]))
        {
            return false;
        }

        Utf8JsonReader element = new(text[start..(int)reader.BytesConsumed]);
        element.Read();
        _records.Add(_read(ref element, _records.Count));
        return true;
    }

    private bool TrySkip(ref Utf8JsonReader reader, ReadOnlySpan<byte> element)
    {
        try
        {
            return reader.TrySkip();
        }
        catch (JsonException e)
        {
            JsonFaultLocator fault = new(_nameProperty);
            fault.Locate(element);
            string problem = fault.ForeignNumber is { } number
                ? $"is {number}, which JSON does not know as a number"
                : $"is damaged or cut short: {e.Message}";
            throw new InvalidInputException(_path, problem, fault.Name ?? $"{_property}[{_records.Count}]", fault.Path, e);
        }
    }
}
