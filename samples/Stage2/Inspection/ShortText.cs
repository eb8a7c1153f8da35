using MapDet.Core.IO;

namespace MapDet.Stage2.Inspection;

/// <summary>Texts of files, cut to what a line shows.</summary>
internal static class ShortText
{
    private const int Longest = 200;

    /// <summary>The text on one line, or its beginning and its length.</summary>
    public static string Of(string text) => OneLine.Of(text, Longest) + (text.Length <= Longest ? "" : $" ({text.Length} characters)");
}
