using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace MapDet.Stage2.Visualization;

/// <summary>Pictures of a sample from above: prediction beside ground truth, or either alone, in metres in the map frame (x right, y ahead).</summary>
/// <param name="range">What is shown.</param>
internal sealed class BirdsEyeView(PerceptionRange range)
{
    private const int LongestSide = 840;
    private const int HeaderHeight = 64;
    private const int MarginLeft = 62;
    private const int MarginRight = 22;
    private const int MarginTop = 40;
    private const int MarginBottom = 50;
    private const int LegendHeight = 34;

    // Half the width, tail and nose of the vehicle around the lidar, metres.
    private const double VehicleHalfWidth = 0.87;
    private const double VehicleTail = -1.7;
    private const double VehicleNose = 2.4;

    private readonly float _pixelsPerMetre = LongestSide / (float)Math.Max(range.Width, range.Length);

    /// <summary>Draws a sample.</summary>
    /// <param name="scene">What to show.</param>
    /// <returns>A picture that the caller disposes.</returns>
    public SKImage Draw(SampleScene scene)
    {
        List<Plot> panels = [];
        if (scene.Detections is { } detections)
        {
            panels.Add(PredictionPanel(detections));
        }

        if (scene.GroundTruth is not null)
        {
            panels.Add(GroundTruthPanel(scene));
        }

        int width = MarginLeft + (int)Math.Ceiling(range.Width * _pixelsPerMetre) + MarginRight;
        int height = MarginTop + (int)Math.Ceiling(range.Length * _pixelsPerMetre) + MarginBottom;
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width * panels.Count, HeaderHeight + height + LegendHeight));
        surface.Canvas.Clear(SKColors.White);
        PictureText.DrawHeading(surface.Canvas, scene);
        PictureText.DrawLegend(surface.Canvas, 16, HeaderHeight + height + 14, MapPalette.Color, SKColors.Black);
        for (int i = 0; i < panels.Count; i++)
        {
            using SKImage panel = PanelImage(panels[i], width, height);
            surface.Canvas.DrawImage(panel, i * width, HeaderHeight);
        }

        return surface.Snapshot();
    }

    private static SKImage PanelImage(Plot plot, int width, int height)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width, height));
        plot.Render(surface.Canvas, width, height);
        return surface.Snapshot();
    }

    private static void Annotate(Plot plot, MapDetection detection, Color color)
    {
        Point2 middle = detection.Points[detection.Points.Length / 2];
        Text label = plot.Add.Text(detection.Score.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture), middle.X, middle.Y);
        label.LabelFontSize = 12;
        label.LabelFontColor = color.Darken(0.3);
        label.LabelBackgroundColor = Colors.White.WithAlpha(0.75);
        label.LabelPadding = 1;
        label.Alignment = Alignment.MiddleCenter;
        label.LabelFontName = EmbeddedFonts.Family;
    }

    private static Color ToPlotColor(SKColor color) => new(color.Red, color.Green, color.Blue);

    private static void AddLine(Plot plot, IReadOnlyList<Point2> points, Color color, float markerSize)
    {
        Scatter line = plot.Add.Scatter(points.Select(p => p.X).ToArray(), points.Select(p => p.Y).ToArray(), color);
        line.LineWidth = 2.5f;
        line.MarkerSize = markerSize;
    }

    private static void AddVehicle(Plot plot)
    {
        Polygon body = plot.Add.Polygon(
            new double[] { -VehicleHalfWidth, VehicleHalfWidth, VehicleHalfWidth, -VehicleHalfWidth },
            new double[] { VehicleTail, VehicleTail, VehicleNose, VehicleNose });
        body.FillColor = Colors.Black.WithAlpha(0.15);
        body.LineColor = Colors.Black;
        body.LineWidth = 1;
        Polygon arrow = plot.Add.Polygon(
            new double[] { -VehicleHalfWidth * 0.6, VehicleHalfWidth * 0.6, 0 },
            new double[] { VehicleNose * 0.3, VehicleNose * 0.3, VehicleNose * 0.9 });
        arrow.FillColor = Colors.Black;
        arrow.LineWidth = 0;
    }

    private Plot PredictionPanel(IReadOnlyList<MapDetection> detections)
    {
        Plot plot = Panel($"Prediction: {Count(detections.Count)}");
        foreach (MapDetection detection in detections)
        {
            AddLine(plot, detection.Points, ToPlotColor(MapPalette.Color(detection.Class)), markerSize: 5);
        }

        foreach (MapDetection detection in detections)
        {
            Annotate(plot, detection, ToPlotColor(MapPalette.Color(detection.Class)));
        }

        return plot;
    }

    private Plot GroundTruthPanel(SampleScene scene)
    {
        Plot plot = Panel($"Ground truth: {Count(scene.GroundTruth!.Value.Length)}");
        foreach ((MapClass mapClass, IReadOnlyList<Point2> points) in scene.GroundTruthLines())
        {
            AddLine(plot, points, ToPlotColor(MapPalette.Color(mapClass)), markerSize: 0);
        }

        return plot;
    }

    private static string Count(int elements) => elements == 1 ? "1 element" : $"{elements} elements";

    private Plot Panel(string title)
    {
        Plot plot = new();
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = new Color(0xFA, 0xFA, 0xFA);
        plot.Title(title, 16);
        plot.XLabel("x, metres to the right", 13);
        plot.YLabel("y, metres ahead", 13);
        plot.Axes.Bottom.TickGenerator = new NumericFixedInterval(5);
        plot.Axes.Left.TickGenerator = new NumericFixedInterval(5);
        plot.Axes.SetLimits(range.XMin, range.XMax, range.YMin, range.YMax);
        // Margins in pixels and a picture cut to the range make a metre equally long in both directions.
        plot.Layout.Fixed(new PixelPadding(MarginLeft, MarginRight, MarginBottom, MarginTop));
        AddVehicle(plot);
        EmbeddedFonts.ApplyTo(plot);
        return plot;
    }
}
