using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using TorchSharp;

namespace MapDet.Core.Weights;

/// <summary>Reads and checks the header of a safetensors file: nothing in it is believed before it fits the file's own length.</summary>
/// <remarks>Source: the format description of huggingface/safetensors.</remarks>
internal sealed class SafetensorsHeader
{
    private const int PrefixLength = 8;
    private const long LongestHeader = 100_000_000;
    private readonly string _path;
    private readonly Dictionary<string, SafetensorsTensorInfo> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private long _dataStart;

    private SafetensorsHeader(string path) => _path = path;

    public IReadOnlyDictionary<string, SafetensorsTensorInfo> Tensors => _tensors;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    public static SafetensorsHeader Read(string path, Stream stream)
    {
        SafetensorsHeader header = new(path);
        byte[] json = header.ReadJson(stream);
        try
        {
            header.Parse(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or DecoderFallbackException)
        {
            // The reader reports a value of another kind and an invalid string as InvalidOperationException.
            throw new InvalidInputException(path, $"is no safetensors file: its header can't be read ({e.Message})", innerException: e);
        }

        header.CheckLayout(stream.Length);
        return header;
    }

    private byte[] ReadJson(Stream stream)
    {
        long fileLength = stream.Length;
        if (fileLength < PrefixLength)
        {
            throw Bad("is no safetensors file: it is shorter than 8 bytes");
        }

        Span<byte> prefix = stackalloc byte[PrefixLength];
        stream.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader)
        {
            throw Bad($"is no safetensors file: its header would be {length} bytes long, more than the allowed {LongestHeader}");
        }

        if ((long)length > fileLength - PrefixLength)
        {
            throw Bad($"is truncated or no safetensors file: its header is {length} bytes long, the file {fileLength}");
        }

        byte[] json = new byte[length];
        stream.ReadExactly(json);
        if (json.Length == 0 || json[0] != (byte)'{')
        {
            throw Bad("is no safetensors file: its header does not begin with '{'");
        }

        _dataStart = PrefixLength + (long)length;
        return json;
    }

    private void Parse(byte[] json)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 4 });
        reader.Read();
        bool hasMetadata = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (name == "__metadata__")
            {
                if (hasMetadata)
                {
                    throw Bad("has its metadata twice", name);
                }

                hasMetadata = true;
                ReadMetadata(ref reader);
            }
            else if (!_tensors.TryAdd(name, ReadTensor(ref reader, name)))
            {
                throw Bad("the tensor stands in the file twice", name);
            }
        }

        // Reads what follows the header's object: anything but padding is an error of the reader's own.
        while (reader.Read())
        {
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(reader, JsonTokenType.StartObject, "__metadata__", null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            Expect(reader, JsonTokenType.String, "__metadata__", key);
            if (!_metadata.TryAdd(key, reader.GetString()!))
            {
                throw Bad("the key stands in the metadata twice", "__metadata__", key);
            }
        }
    }

    private SafetensorsTensorInfo ReadTensor(ref Utf8JsonReader reader, string name)
    {
        Expect(reader, JsonTokenType.StartObject, name, null);
        string? dtype = null;
        ImmutableArray<long> shape = default;
        ImmutableArray<long> offsets = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string field = reader.GetString()!;
            reader.Read();
            switch (field)
            {
                case "dtype" when dtype is null:
                    Expect(reader, JsonTokenType.String, name, field);
                    dtype = reader.GetString()!;
                    break;
                case "shape" when shape.IsDefault:
                    shape = ReadNumbers(ref reader, name, field);
                    break;
                case "data_offsets" when offsets.IsDefault:
                    offsets = ReadNumbers(ref reader, name, field);
                    break;
                default:
                    throw Bad("the field is unknown or stands there twice", name, field);
            }
        }

        if (dtype is null || shape.IsDefault || offsets.IsDefault)
        {
            throw Bad("one of dtype, shape and data_offsets is missing", name);
        }

        return Check(name, dtype, shape, offsets);
    }

    private SafetensorsTensorInfo Check(string name, string dtype, ImmutableArray<long> shape, ImmutableArray<long> offsets)
    {
        if (!SafetensorsTypes.TryGet(dtype, out (torch.ScalarType Type, int Size) type))
        {
            throw Bad($"the type {dtype} is not supported", name, "dtype");
        }

        if (offsets.Length != 2 || offsets[0] > offsets[1])
        {
            throw Bad("these are no two offsets in rising order", name, "data_offsets");
        }

        if (!TensorShape.TryGetByteLength(shape.AsSpan(), type.Size, out long bytes))
        {
            throw Bad("the shape is too large", name, "shape");
        }

        long length = offsets[1] - offsets[0];
        return length == bytes
            ? new SafetensorsTensorInfo(name, type.Type, shape, offsets[0], length)
            : throw Bad($"{length} bytes of data do not fit {dtype} of shape [{string.Join(", ", shape)}], {bytes} bytes", name, "data_offsets");
    }

    private ImmutableArray<long> ReadNumbers(ref Utf8JsonReader reader, string name, string field)
    {
        Expect(reader, JsonTokenType.StartArray, name, field);
        ImmutableArray<long>.Builder numbers = ImmutableArray.CreateBuilder<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
            {
                throw Bad("this is no list of whole numbers from 0 on", name, field);
            }

            numbers.Add(number);
        }

        return numbers.DrainToImmutable();
    }

    private void CheckLayout(long fileLength)
    {
        long end = 0;
        foreach (SafetensorsTensorInfo tensor in _tensors.Values.OrderBy(t => t.Offset).ThenBy(t => t.ByteLength).ToArray())
        {
            if (tensor.Offset != end)
            {
                throw Bad($"the data begin at {tensor.Offset} instead of {end}: there is a hole or an overlap", tensor.Name, "data_offsets");
            }

            end += tensor.ByteLength;
            if (end > fileLength - _dataStart)
            {
                throw Bad($"the file is truncated: it ends after {fileLength - _dataStart} bytes of data", tensor.Name, "data_offsets");
            }

            _tensors[tensor.Name] = tensor with { Offset = _dataStart + tensor.Offset };
        }

        if (end != fileLength - _dataStart)
        {
            throw Bad($"has {fileLength - _dataStart - end} bytes after its last tensor");
        }
    }

    private void Expect(in Utf8JsonReader reader, JsonTokenType type, string record, string? field)
    {
        if (reader.TokenType != type)
        {
            throw Bad($"found {reader.TokenType} where the header needs {type}", record, field);
        }
    }

    private InvalidInputException Bad(string problem, string? record = null, string? field = null) => new(_path, problem, record, field);
}
