using System.Collections.Immutable;
using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.Core.Evaluation;

/// <summary>Reads one sample of MapTR's files: <c>{"sample_token": …, "vectors": [{"pts": …, "type": …, "cls_name": …, "confidence_level": …}]}</c>.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="list">The list that the samples stand in, for messages.</param>
internal sealed class MapTrSampleParser(string path, string list)
{
    /// <summary>The property that names a sample.</summary>
    public const string Token = "sample_token";

    private string _record = "";
    private int _vector;

    /// <summary>Reads a sample whose text is complete.</summary>
    /// <returns>Its token and elements.</returns>
    public (string Token, ImmutableArray<MapTrVector> Vectors) Read(ref Utf8JsonReader reader, int index)
    {
        _record = $"{list}[{index}]";
        string? token = TokenOf(reader);
        if (string.IsNullOrEmpty(token))
        {
            throw new InvalidInputException(path, "the sample has no name", _record, Token);
        }

        _record = token;
        ImmutableArray<MapTrVector>? vectors = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("vectors"u8))
            {
                reader.Read();
                vectors = ReadVectors(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return (token, vectors ?? throw new InvalidInputException(path, "the sample has no list of elements", _record, "vectors"));
    }

    // The name comes first as a rule, but need not; messages about elements need it. The reader is a copy, so the caller's does not move.
    private string? TokenOf(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(Token))
            {
                reader.Read();
                return reader.TokenType == JsonTokenType.String
                    ? reader.GetString()
                    : throw new InvalidInputException(path, "the name is no string", _record, Token);
            }

            reader.Skip();
        }

        return null;
    }

    private ImmutableArray<MapTrVector> ReadVectors(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new InvalidInputException(path, "is no list", _record, "vectors");
        }

        ImmutableArray<MapTrVector>.Builder vectors = ImmutableArray.CreateBuilder<MapTrVector>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _vector = vectors.Count;
            vectors.Add(ReadVector(ref reader));
        }

        return vectors.DrainToImmutable();
    }

    private MapTrVector ReadVector(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidInputException(path, "is no object", _record, $"vectors[{_vector}]");
        }

        ImmutableArray<Point2>? points = null;
        int? type = null;
        double? score = null;
        string? name = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("pts"u8))
            {
                reader.Read();
                points = ReadPoints(ref reader);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                type = ReadType(ref reader);
            }
            else if (reader.ValueTextEquals("confidence_level"u8))
            {
                reader.Read();
                score = ReadNumber(ref reader, "confidence_level");
            }
            else if (reader.ValueTextEquals("cls_name"u8))
            {
                reader.Read();
                name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
            else
            {
                reader.Skip();
            }
        }

        return new MapTrVector(
            ClassOf(type ?? throw Fault("type", "is missing"), name), points ?? throw Fault("pts", "is missing"), score);
    }

    private ImmutableArray<Point2> ReadPoints(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType, JsonTokenType.StartArray, "pts", "is no list of points");
        ImmutableArray<Point2>.Builder points = ImmutableArray.CreateBuilder<Point2>(20);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType, JsonTokenType.StartArray, "pts", "holds something that is no point [x, y]");
            reader.Read();
            double x = ReadNumber(ref reader, "pts");
            reader.Read();
            double y = ReadNumber(ref reader, "pts");
            reader.Read();
            Expect(reader.TokenType, JsonTokenType.EndArray, "pts", "holds a point of more than two coordinates");
            points.Add(new Point2(x, y));
        }

        return points.DrainToImmutable();
    }

    private int ReadType(ref Utf8JsonReader reader)
    {
        reader.Read();
        double value = ReadNumber(ref reader, "type");
        return double.IsInteger(value) && Math.Abs(value) <= int.MaxValue ? (int)value : throw Fault("type", "is no whole number");
    }

    private double ReadNumber(ref Utf8JsonReader reader, string field)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value) && double.IsFinite(value))
        {
            return value;
        }

        throw Fault(field, "holds something that is no finite number");
    }

    private MapClass ClassOf(int type, string? name)
    {
        if (type < 0 || type >= MapClasses.Count)
        {
            throw Fault("type", $"{type} is no known class; 0 is divider, 1 ped_crossing, 2 boundary");
        }

        if (name is not null && name != MapClasses.Names[type])
        {
            throw Fault("cls_name", $"'{name}' is not class {type}, which is {MapClasses.Names[type]}");
        }

        return (MapClass)type;
    }

    private void Expect(JsonTokenType actual, JsonTokenType expected, string field, string problem)
    {
        if (actual != expected)
        {
            throw Fault(field, problem);
        }
    }

    private InvalidInputException Fault(string field, string problem) => new(path, problem, _record, $"vectors[{_vector}].{field}");
}
