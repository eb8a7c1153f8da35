using MapDet.Core.Contracts;
using SkiaSharp;

namespace MapDet.Stage2.Visualization;

/// <summary>The colour of each class, told apart by people with any colour vision (Okabe and Ito's palette), and its name for people.</summary>
internal static class MapPalette
{
    public static SKColor Color(MapClass mapClass) => mapClass switch
    {
        MapClass.Divider => new SKColor(0xE6, 0x9F, 0x00),
        MapClass.PedCrossing => new SKColor(0x00, 0x72, 0xB2),
        MapClass.Boundary => new SKColor(0x00, 0x9E, 0x73),
        _ => SKColors.Gray,
    };

    /// <summary>Brighter, for lines on a photograph.</summary>
    public static SKColor ColorOnImage(MapClass mapClass) => mapClass switch
    {
        MapClass.Divider => new SKColor(0xFF, 0xB0, 0x00),
        MapClass.PedCrossing => new SKColor(0x35, 0xB7, 0xFF),
        MapClass.Boundary => new SKColor(0x1F, 0xE0, 0x9A),
        _ => SKColors.White,
    };

    public static string Label(MapClass mapClass) => mapClass switch
    {
        MapClass.Divider => "divider",
        MapClass.PedCrossing => "crossing",
        MapClass.Boundary => "boundary",
        _ => mapClass.ToString(),
    };
}
