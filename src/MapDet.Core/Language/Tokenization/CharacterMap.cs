using System.Buffers.Binary;

namespace MapDet.Core.Language.Tokenization;

/// <summary>Rules that replace characters, such as those of NFKC, as SentencePiece keeps them: a double-array trie and the replacements.</summary>
/// <remarks>Source: normalizer.cc of google/sentencepiece; the units of the trie are those of s-yata/darts-clone.</remarks>
internal sealed class CharacterMap
{
    private const int SizeLength = sizeof(uint);
    private readonly ReadOnlyMemory<byte> _trie;
    private readonly ReadOnlyMemory<byte> _replacements;

    /// <summary>Takes apart the bytes of a model file.</summary>
    /// <param name="rules">Length of the trie, trie, replacements with a zero behind each.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InvalidInputException">The lengths do not fit.</exception>
    public CharacterMap(ReadOnlyMemory<byte> rules, string path)
    {
        uint length = rules.Length > SizeLength ? BinaryPrimitives.ReadUInt32LittleEndian(rules.Span) : 0;
        if (length < SizeLength || length % SizeLength != 0 || length > rules.Length - SizeLength)
        {
            throw new InvalidInputException(path, "the rules for characters are damaged", "normalizer_spec", "precompiled_charsmap");
        }

        _trie = rules.Slice(SizeLength, (int)length);
        _replacements = rules[(SizeLength + (int)length)..];
    }

    /// <summary>Finds the longest rule for the start of a text.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="length">How much of the text is replaced; 0 if there is no rule.</param>
    /// <returns>What takes its place.</returns>
    public ReadOnlySpan<byte> Find(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        uint found = 0;
        uint node = Offset(Unit(0));
        for (int i = 0; i < text.Length; i++)
        {
            node ^= text[i];
            uint unit = Unit(node);
            if (Label(unit) != text[i])
            {
                break;
            }

            node ^= Offset(unit);
            if (HasLeaf(unit))
            {
                length = i + 1;
                found = Value(Unit(node));
            }
        }

        return length == 0 ? [] : Replacement(found);
    }

    private ReadOnlySpan<byte> Replacement(uint start)
    {
        ReadOnlySpan<byte> rest = start < _replacements.Length ? _replacements.Span[(int)start..] : [];
        int end = rest.IndexOf((byte)0);
        return end < 0 ? rest : rest[..end];
    }

    // A place outside of the trie has a label that no byte has.
    private uint Unit(uint index) => index < _trie.Length / SizeLength
        ? BinaryPrimitives.ReadUInt32LittleEndian(_trie.Span[((int)index * SizeLength)..])
        : uint.MaxValue;

    private static bool HasLeaf(uint unit) => ((unit >> 8) & 1) == 1;

    private static uint Value(uint unit) => unit & 0x7FFFFFFF;

    private static uint Label(uint unit) => unit & 0x800000FF;

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1 << 9)) >> 6);
}
