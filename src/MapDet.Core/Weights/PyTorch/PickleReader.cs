using System.Buffers.Binary;
using System.Text;

namespace MapDet.Core.Weights.PyTorch;

/// <summary>Reads the arguments of a pickle's instructions; nothing is believed that reaches beyond its end.</summary>
/// <param name="data">The pickle, and whatever stands behind it.</param>
internal sealed class PickleReader(ReadOnlyMemory<byte> data)
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    public byte Byte() => Take(1)[0];

    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>A text of the given number of bytes.</summary>
    public string Text(long length)
    {
        try
        {
            return s_utf8.GetString(Take(length));
        }
        catch (DecoderFallbackException e)
        {
            throw new PickleException($"holds a text that is no UTF-8 ({e.Message})");
        }
    }

    /// <summary>A whole number of the given number of bytes, little-endian; more than 8 only where what is beyond is zero or the sign.</summary>
    public Int128 Long(int length)
    {
        ReadOnlySpan<byte> bytes = Take(length);
        if (length > 16)
        {
            throw new PickleException($"holds a whole number of {length} bytes");
        }

        Int128 value = length > 0 && (bytes[^1] & 0x80) != 0 ? -1 : 0;
        for (int i = length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    /// <summary>A line without its end.</summary>
    public string Line()
    {
        int length = data.Span[Position..].IndexOf((byte)'\n');
        if (length < 0)
        {
            throw new PickleException("ends within a name");
        }

        string line = Text(length);
        Position++;
        return line;
    }

    private ReadOnlySpan<byte> Take(long length)
    {
        if (length < 0 || length > data.Length - Position)
        {
            throw new PickleException("is cut short");
        }

        ReadOnlySpan<byte> taken = data.Span.Slice(Position, (int)length);
        Position += (int)length;
        return taken;
    }
}
