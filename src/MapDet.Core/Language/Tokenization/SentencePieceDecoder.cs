using System.Text;

namespace MapDet.Core.Language.Tokenization;

/// <summary>Joins pieces to text.</summary>
/// <remarks>Source: sentencepiece_processor.cc of google/sentencepiece.</remarks>
/// <param name="vocabulary">The pieces.</param>
/// <param name="normalizer">How text was changed before it was divided.</param>
/// <param name="unknownSurface">What stands for the unknown piece.</param>
internal sealed class SentencePieceDecoder(SentencePieceVocabulary vocabulary, NormalizerSettings normalizer, string unknownSurface)
{
    /// <summary>The text of pieces, given by their own texts: one that is no piece stands for itself.</summary>
    /// <param name="pieces">UTF-8.</param>
    public byte[] Decode(IEnumerable<byte[]> pieces)
    {
        List<byte> output = [];
        List<byte> bytes = [];
        bool isStart = true;
        bool isSpaceTaken = false;
        foreach (byte[] piece in pieces)
        {
            int id = vocabulary.Find(piece);
            if (vocabulary.TryGetByte(id, out byte value))
            {
                bytes.Add(value);
                continue;
            }

            AppendBytes(bytes, output);
            isStart &= !isSpaceTaken && output.Count == 0;
            output.AddRange(Surface(piece, id, isStart, out isSpaceTaken));
        }

        AppendBytes(bytes, output);
        return [.. output];
    }

    private byte[] Surface(byte[] piece, int id, bool isStart, out bool isSpaceTaken)
    {
        isSpaceTaken = false;
        if (vocabulary[id].Type == SentencePieceType.Control)
        {
            return [];
        }

        if (id == vocabulary.UnknownId)
        {
            return piece.AsSpan().SequenceEqual(vocabulary[id].Text) ? Encoding.UTF8.GetBytes(unknownSurface) : piece;
        }

        ReadOnlySpan<byte> rest = piece;
        if (isStart && (normalizer.AddDummyPrefix || normalizer.RemoveExtraWhitespaces) && rest.StartsWith(Utf8.SpaceSymbol.AsSpan()))
        {
            rest = rest[Utf8.SpaceSymbol.Length..];
            isSpaceTaken = !normalizer.RemoveExtraWhitespaces;
        }

        return WithSpaces(rest);
    }

    private static byte[] WithSpaces(ReadOnlySpan<byte> piece)
    {
        List<byte> output = new(piece.Length);
        for (int start = 0; start < piece.Length;)
        {
            bool isSpace = piece[start..].StartsWith(Utf8.SpaceSymbol.AsSpan());
            output.Add(isSpace ? (byte)' ' : piece[start]);
            start += isSpace ? Utf8.SpaceSymbol.Length : 1;
        }

        return [.. output];
    }

    private static void AppendBytes(List<byte> bytes, List<byte> output)
    {
        ReadOnlySpan<byte> rest = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes);
        while (!rest.IsEmpty)
        {
            output.AddRange(Utf8.TryGetLength(rest, out int length) ? rest[..length] : Utf8.ReplacementCharacter.AsSpan());
            rest = rest[length..];
        }

        bytes.Clear();
    }
}
