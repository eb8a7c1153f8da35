using SkiaSharp;

namespace MapDet.Core.Tests.Fixtures;

internal static class PictureFiles
{
    /// <summary>Writes a picture whose colours follow from the place.</summary>
    public static string Write(string path, int width, int height, Func<int, int, SKColor>? color = null)
    {
        using SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, color?.Invoke(x, y) ?? new SKColor((byte)(x * 7), (byte)(y * 11), (byte)(x * y)));
            }
        }

        using FileStream stream = File.Create(path);
        bitmap.Encode(stream, path.EndsWith(".png", StringComparison.Ordinal) ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, 95);
        return path;
    }
}
