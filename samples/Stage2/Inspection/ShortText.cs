namespace MapDet.Stage2.Inspection;

/// <summary>Long texts of files, cut to what a line shows.</summary>
internal static class ShortText
{
    private const int Longest = 200;

    /// <summary>The text, or its beginning and its length.</summary>
    public static string Of(string text) => text.Length <= Longest ? text : $"{text[..Longest]}… ({text.Length} characters)";
}
