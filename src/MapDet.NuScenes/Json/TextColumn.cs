using System.Text;
using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>A text, kept as bytes so that those of dropped records cost no allocation.</summary>
internal sealed class TextColumn(string name, bool optional = false) : Column(name, "a text", optional)
{
    private byte[] _buffer = new byte[256];
    private int _length;

    public ReadOnlySpan<byte> Utf8 => _buffer.AsSpan(0, _length);

    public string Value => Encoding.UTF8.GetString(Utf8);

    public override void Clear()
    {
        base.Clear();
        _length = 0;
    }

    protected override ColumnResult ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return ColumnResult.Faulty;
        }

        if (_buffer.Length < reader.ValueSpan.Length)
        {
            _buffer = new byte[2 * reader.ValueSpan.Length];
        }

        _length = reader.CopyString(_buffer);
        return ColumnResult.Done;
    }
}
