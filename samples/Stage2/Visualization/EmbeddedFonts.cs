using ScottPlot;
using SkiaSharp;

namespace MapDet.Stage2.Visualization;

/// <summary>The font that the pictures are lettered in; it comes with the program, because a bare Linux has none.</summary>
internal sealed class EmbeddedFonts : IFontResolver
{
    /// <summary>The name by which plots ask for it.</summary>
    public const string Family = "MapDet Roboto";

    private static readonly Lazy<SKTypeface> s_regular = new(() => Load("Roboto-Regular.ttf"));
    private static readonly Lazy<SKTypeface> s_medium = new(() => Load("Roboto-Medium.ttf"));
    private static readonly Lazy<bool> s_registered = new(() =>
    {
        ScottPlot.Fonts.FontResolvers.Insert(0, new EmbeddedFonts());
        return true;
    });

    private EmbeddedFonts()
    {
    }

    /// <summary>Normal weight.</summary>
    public static SKTypeface Regular => s_regular.Value;

    /// <summary>For headings.</summary>
    public static SKTypeface Medium => s_medium.Value;

    /// <summary>Letters a plot in this font.</summary>
    public static void ApplyTo(Plot plot)
    {
        _ = s_registered.Value;
        plot.Font.Set(Family);
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName != Family ? null : weight >= FontWeight.Medium ? Load("Roboto-Medium.ttf") : Load("Roboto-Regular.ttf");

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        CreateTypeface(fontName, bold ? FontWeight.Bold : FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);

    private static SKTypeface Load(string resource)
    {
        using Stream stream = typeof(EmbeddedFonts).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The font {resource} is not in the program.");
        using SKData data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }
}
