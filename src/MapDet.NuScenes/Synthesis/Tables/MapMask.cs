using MapDet.Core.IO;
using MapDet.NuScenes.Synthesis.Rendering;
using MapDet.NuScenes.Synthesis.Roads;
using SkiaSharp;

namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>The image of the drivable area that the map table names: 10 pixels a metre, north up, white where one may drive.</summary>
internal static class MapMask
{
    private const int PixelsPerMetre = 10;

    /// <summary>The path within the data root; the official programs know these names by heart.</summary>
    public static string FileName(string location) => location switch
    {
        "boston-seaport" => "maps/36092f0b03a857c6a3403e25b4b7aab3.png",
        "singapore-onenorth" => "maps/53992ee3023e5494b90c316c183be829.png",
        "singapore-hollandvillage" => "maps/37819e65e09e5547b8a3ceaefba56bb2.png",
        "singapore-queenstown" => "maps/93406b464a165eaba6d9de76ca09f5da.png",
        _ => throw new ArgumentOutOfRangeException(nameof(location), location, "No official location."),
    };

    public static void Write(string dataRoot, Town town)
    {
        int width = (int)Math.Round(town.Width * PixelsPerMetre);
        int height = (int)Math.Round(town.Height * PixelsPerMetre);
        using SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        using SKCanvas canvas = new(bitmap);
        using SKPaint paint = new() { Color = SKColors.White, IsAntialias = false };
        using SKPath area = GroundPath.Of(town.RoadArea);
        canvas.Clear(SKColors.Black);
        canvas.SetMatrix(new SKMatrix(PixelsPerMetre, 0, 0, 0, -PixelsPerMetre, height, 0, 0, 1));
        canvas.DrawPath(area, paint);
        canvas.Flush();
        using SKPixmap pixels = bitmap.PeekPixels();
        using SKData png = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Up, 1))
            ?? throw new InvalidOperationException("The PNG encoder refused a map mask.");
        AtomicFile.Write(Path.Combine(dataRoot, FileName(town.Location)), png.SaveTo);
    }
}
