using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.IO;
using TorchSharp;

namespace MapDet.Core.Weights;

/// <summary>Writes safetensors files. Equal tensors give equal bytes, whatever order they come in.</summary>
public static class SafetensorsWriter
{
    private const int BufferSize = 1 << 20;

    /// <summary>Writes tensors to a file that is complete or absent; an existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">What to write; from any device, of any layout. Nothing of them is changed.</param>
    /// <param name="metadata">Strings for <c>__metadata__</c>.</param>
    /// <exception cref="ArgumentException">A name comes twice, or a type has no counterpart in the format.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(string path, IEnumerable<NamedParameter> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);

        // Wide types first, so that every tensor begins at a multiple of its item size.
        NamedParameter[] ordered =
        [
            .. tensors
                .OrderByDescending(t => SafetensorsTypes.Get(t.Tensor.dtype).Size)
                .ThenBy(t => t.Name, StringComparer.Ordinal),
        ];
        CheckNames(ordered);
        byte[] header = BuildHeader(ordered, metadata ?? new Dictionary<string, string>());
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (NamedParameter tensor in ordered)
            {
                WriteData(stream, tensor.Tensor);
            }
        });
    }

    private static void CheckNames(NamedParameter[] tensors)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (NamedParameter tensor in tensors)
        {
            if (tensor.Name == "__metadata__" || !names.Add(tensor.Name))
            {
                throw new ArgumentException($"The tensor name '{tensor.Name}' is reserved or comes twice.", nameof(tensors));
            }
        }
    }

    private static byte[] BuildHeader(NamedParameter[] tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using MemoryStream buffer = new();
        buffer.Write(stackalloc byte[8]);
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            long offset = 0;
            foreach (NamedParameter tensor in tensors)
            {
                offset = WriteTensor(json, tensor, offset);
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        byte[] header = buffer.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)header.Length - 8);
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
        {
            return;
        }

        json.WriteStartObject("__metadata__");
        foreach ((string key, string value) in metadata.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static long WriteTensor(Utf8JsonWriter json, NamedParameter tensor, long offset)
    {
        (string type, int size) = SafetensorsTypes.Get(tensor.Tensor.dtype);
        long end = offset + (tensor.Tensor.numel() * size);
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", type);
        json.WriteStartArray("shape");
        foreach (long dimension in tensor.Tensor.shape)
        {
            json.WriteNumberValue(dimension);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }

    private static void WriteData(Stream stream, torch.Tensor tensor)
    {
        if (tensor.numel() == 0)
        {
            return;
        }

        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor data = tensor.detach().cpu().contiguous();
        data.WriteBytesToStream(stream, BufferSize);
    }
}
