using System.CommandLine.Parsing;
using System.Globalization;

namespace MapDet.Stage2.Flags;

/// <summary>Reads sizes such as <c>1600x900</c>.</summary>
internal static class ImageSizeParser
{
    public static ImageSize Parse(ArgumentResult argument)
    {
        string text = argument.Tokens.SingleOrDefault()?.Value ?? "";
        string[] parts = text.Split('x');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int width)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int height))
        {
            return new ImageSize(width, height);
        }

        argument.AddError($"'{text}' is no image size; write width x height in pixels, such as 1600x900.");
        return default;
    }
}
