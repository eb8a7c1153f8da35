using MapDet.Core.IO;
using SkiaSharp;

namespace MapDet.Stage2.Visualization;

/// <summary>Pictures as files.</summary>
internal static class PictureFile
{
    /// <summary>Writes a PNG file.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="path">The target; an existing file is replaced.</param>
    public static void WritePng(SKImage image, string path)
    {
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(path, stream => data.SaveTo(stream));
    }
}
