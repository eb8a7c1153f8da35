using System.Globalization;

namespace MapDet.Core.IO;

/// <summary>Texts that come from files, as they are shown to a person: on one line, of bounded length, without what steers a terminal.</summary>
public static class OneLine
{
    /// <summary>The text on one line.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="longest">Characters that are kept; an ellipsis stands for those behind them.</param>
    /// <returns>The text with a space for each end of a line and U+FFFD for each other character that is not shown as itself.</returns>
    public static string Of(string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 1);
        string kept = text.Length <= longest ? text : string.Concat(text.AsSpan(0, EndOfWhole(text, longest)), "…");
        return kept.All(c => Shown(c) == c) ? kept : string.Concat(kept.Select(Shown));
    }

    /// <summary>A place at which no pair of surrogates is cut.</summary>
    private static int EndOfWhole(string text, int longest) => char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;

    private static char Shown(char c) => c is '\n' or '\r' or '\t' ? ' ' : char.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => ' ',
        UnicodeCategory.Control or UnicodeCategory.Format => '\uFFFD',
        _ => c,
    };
}
