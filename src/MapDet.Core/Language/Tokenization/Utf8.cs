using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace MapDet.Core.Language.Tokenization;

/// <summary>Text in UTF-8 as SentencePiece sees it.</summary>
internal static class Utf8
{
    /// <summary>U+2581, which stands for a space in pieces.</summary>
    public static ImmutableArray<byte> SpaceSymbol { get; } = [0xE2, 0x96, 0x81];

    /// <summary>U+FFFD, which takes the place of a byte that belongs to no character.</summary>
    public static ImmutableArray<byte> ReplacementCharacter { get; } = [0xEF, 0xBF, 0xBD];

    /// <summary>The length of the character at the start of a text; false if there is none, and then 1.</summary>
    public static bool TryGetLength(ReadOnlySpan<byte> text, out int length)
    {
        bool isValid = Rune.DecodeFromUtf8(text, out _, out length) == OperationStatus.Done;
        length = isValid ? length : 1;
        return isValid;
    }
}
