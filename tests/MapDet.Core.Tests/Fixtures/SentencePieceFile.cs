using System.Text;
using Google.Protobuf;

namespace MapDet.Core.Tests.Fixtures;

/// <summary>Writes a SentencePiece model by hand.</summary>
internal sealed class SentencePieceFile
{
    private readonly List<byte[]> _pieces = [];

    public int ModelType { get; set; } = 2;

    public bool ByteFallback { get; set; }

    public bool AddDummyPrefix { get; set; } = true;

    public bool RemoveExtraWhitespaces { get; set; }

    public bool WhitespaceAsSuffix { get; set; }

    public byte[] CharacterMap { get; set; } = [];

    /// <summary>With pieces for what is unknown, for begin and for end.</summary>
    public static SentencePieceFile WithSpecials()
    {
        SentencePieceFile file = new();
        file.Add("<unk>", type: 2);
        file.Add("<s>", type: 3);
        file.Add("</s>", type: 3);
        return file;
    }

    /// <summary>Adds a piece; types: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte.</summary>
    public SentencePieceFile Add(string text, float score = 0, int type = 1)
    {
        _pieces.Add(Message(output =>
        {
            output.WriteRawTag((1 << 3) | 2);
            output.WriteString(text);
            output.WriteRawTag((2 << 3) | 5);
            output.WriteFloat(score);
            output.WriteRawTag(3 << 3);
            output.WriteEnum(type);
        }));
        return this;
    }

    /// <summary>Adds single characters, all of which come before merges.</summary>
    public SentencePieceFile AddCharacters(string characters)
    {
        foreach (Rune character in characters.EnumerateRunes())
        {
            Add(character.ToString(), score: -1000);
        }

        return this;
    }

    public byte[] ToBytes() => Message(output =>
    {
        foreach (byte[] piece in _pieces)
        {
            WriteMessage(output, 1, piece);
        }

        WriteMessage(output, 2, Message(trainer =>
        {
            WriteNumber(trainer, 3, ModelType);
            WriteNumber(trainer, 24, WhitespaceAsSuffix ? 1 : 0);
            WriteNumber(trainer, 35, ByteFallback ? 1 : 0);
        }));
        WriteMessage(output, 3, Message(normalizer =>
        {
            WriteMessage(normalizer, 2, CharacterMap);
            WriteNumber(normalizer, 3, AddDummyPrefix ? 1 : 0);
            WriteNumber(normalizer, 4, RemoveExtraWhitespaces ? 1 : 0);
        }));
    });

    public string Write(string path)
    {
        File.WriteAllBytes(path, ToBytes());
        return path;
    }

    private static void WriteNumber(CodedOutputStream output, int field, int value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt32(value);
    }

    private static void WriteMessage(CodedOutputStream output, int field, byte[] content)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(content));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream output = new(stream, leaveOpen: true))
        {
            write(output);
        }

        return stream.ToArray();
    }
}
