namespace MapDet.Core.Language.Tokenization;

/// <summary>Changes text before it is divided into pieces, as a model's settings say.</summary>
/// <remarks>Source: normalizer.cc of google/sentencepiece.</remarks>
internal sealed class TextNormalizer
{
    private readonly NormalizerSettings _settings;
    private readonly PrefixMatcher _untouched;
    private readonly CharacterMap? _rules;

    /// <summary>Takes a model's settings.</summary>
    /// <param name="settings">What is changed.</param>
    /// <param name="untouched">Words that no rule changes.</param>
    /// <param name="path">The model's file, for messages.</param>
    /// <exception cref="InvalidInputException">The rules are damaged.</exception>
    public TextNormalizer(NormalizerSettings settings, PrefixMatcher untouched, string path)
    {
        _settings = settings;
        _untouched = untouched;
        _rules = settings.CharacterMap.IsEmpty ? null : new CharacterMap(settings.CharacterMap, path);
    }

    private ReadOnlySpan<byte> Space => _settings.EscapeWhitespaces ? Utf8.SpaceSymbol.AsSpan() : " "u8;

    /// <summary>The text as it is divided.</summary>
    /// <param name="text">UTF-8.</param>
    public byte[] Normalize(ReadOnlySpan<byte> text)
    {
        if (_settings.RemoveExtraWhitespaces)
        {
            text = text[LeadingSpaces(text)..];
        }

        if (text.IsEmpty)
        {
            return [];
        }

        List<byte> output = new(text.Length + (text.Length / 2));
        if (_settings is { AddDummyPrefix: true, WhitespaceAsSuffix: false })
        {
            output.AddRange(Space);
        }

        AppendChanged(text, output);
        if (_settings is { AddDummyPrefix: true, WhitespaceAsSuffix: true })
        {
            output.AddRange(Space);
        }

        return [.. output];
    }

    private void AppendChanged(ReadOnlySpan<byte> text, List<byte> output)
    {
        bool isAfterSpace = _settings.RemoveExtraWhitespaces;
        while (!text.IsEmpty)
        {
            ReadOnlySpan<byte> changed = ChangePrefix(text, out int length);
            if (isAfterSpace)
            {
                changed = changed.TrimStart((byte)' ');
            }

            foreach (byte value in changed)
            {
                output.AddRange(value == (byte)' ' ? Space : [value]);
            }

            if (!changed.IsEmpty)
            {
                isAfterSpace = _settings.RemoveExtraWhitespaces && changed[^1] == (byte)' ';
            }

            text = text[length..];
        }

        if (_settings.RemoveExtraWhitespaces)
        {
            RemoveTrailingSpaces(output);
        }
    }

    private int LeadingSpaces(ReadOnlySpan<byte> text)
    {
        int start = 0;
        while (start < text.Length && ChangePrefix(text[start..], out int length) is [(byte)' '])
        {
            start += length;
        }

        return start;
    }

    private void RemoveTrailingSpaces(List<byte> output)
    {
        ReadOnlySpan<byte> space = Space;
        int end = output.Count;
        while (System.Runtime.InteropServices.CollectionsMarshal.AsSpan(output)[..end].EndsWith(space))
        {
            end -= space.Length;
        }

        output.RemoveRange(end, output.Count - end);
    }

    private ReadOnlySpan<byte> ChangePrefix(ReadOnlySpan<byte> text, out int length)
    {
        length = _untouched.Match(text);
        if (length > 0)
        {
            return text[..length];
        }

        if (_rules is not null)
        {
            ReadOnlySpan<byte> replacement = _rules.Find(text, out length);
            if (length > 0)
            {
                return replacement;
            }
        }

        return Utf8.TryGetLength(text, out length) ? text[..length] : Utf8.ReplacementCharacter.AsSpan();
    }
}
