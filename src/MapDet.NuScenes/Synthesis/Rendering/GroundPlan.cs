using System.Collections.Immutable;
using MapDet.NuScenes.Synthesis.Roads;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using SkiaSharp;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>What is painted where in a town, found by place. It doesn't change, and many threads may ask at once.</summary>
internal sealed class GroundPlan : IDisposable
{
    /// <summary>Width of the kerb stones, centred on the boundary of the road area, metres.</summary>
    public const double KerbWidth = 0.3;

    /// <summary>Width of one painted line, metres.</summary>
    public const double LineWidth = 0.15;

    /// <summary>Length of a dash, metres.</summary>
    public const double DashLength = 3;

    /// <summary>Length of the gap between dashes, metres.</summary>
    public const double DashGap = 1;

    private const double DoubleLineDistance = 0.1;
    private const double PavementWidth = 2.4;
    private const double OutlineWidth = 0.25;
    private const double StripeWidth = 0.5;
    private const int VerticesAPiece = 24;

    private readonly STRtree<GroundShape> _shapes = new();
    private readonly STRtree<Building> _buildings = new();
    private readonly List<SKPath> _paths = [];

    public GroundPlan(Town town)
    {
        Town = town;
        List<SKPath> kerbs = [.. KerbPieces(town.RoadArea)];
        AddAll(kerbs, Material.Pavement, 2 * PavementWidth);
        AddAll(town.Carparks.Select(carpark => GroundPath.Ring(carpark.Corners)), Material.Carpark, 0);
        AddAsphalt(town);
        foreach (Road road in town.Roads)
        {
            AddMarkings(road);
        }

        AddAll(kerbs, Material.Kerb, KerbWidth);
        foreach (Building building in town.Buildings)
        {
            _buildings.Insert(EnvelopeOf(building.Corners), building);
        }

        _shapes.Build();
        _buildings.Build();
    }

    public Town Town { get; }

    /// <summary>The shapes that may be seen in a rectangle, in painting order.</summary>
    public IEnumerable<GroundShape> ShapesIn(Envelope rectangle) => _shapes.Query(rectangle).OrderBy(shape => shape.Order);

    /// <summary>The houses whose bounds meet a rectangle.</summary>
    public IList<Building> BuildingsIn(Envelope rectangle) => _buildings.Query(rectangle);

    public void Dispose() => _paths.ForEach(path => path.Dispose());

    private static IEnumerable<SKPath> KerbPieces(Geometry area)
    {
        for (int i = 0; i < area.NumGeometries; i++)
        {
            Polygon polygon = (Polygon)area.GetGeometryN(i);
            foreach (LineString ring in polygon.Holes.Prepend(polygon.Shell))
            {
                ImmutableArray<Vector2D> points = [.. ring.Coordinates.Select(c => new Vector2D(c.X, c.Y))];
                for (int from = 0; from < points.Length - 1; from += VerticesAPiece)
                {
                    yield return GroundPath.Line(points[from..Math.Min(from + VerticesAPiece + 1, points.Length)]);
                }
            }
        }
    }

    // A thin line round every piece hides the seams between neighbours.
    private void AddAsphalt(Town town)
    {
        const double seam = 0.1;
        IEnumerable<Polygon> sections = town.Roads.SelectMany(road => road.Sections).Select(section => MapPolygon.Create(section.Outline, section.Median));
        IEnumerable<Polygon> junctions = town.Junctions.Select(junction => MapPolygon.Create(junction.Outline, [.. junction.Islands]));
        List<SKPath> pieces = [.. sections.Concat(junctions).Select(GroundPath.Of)];
        AddAll(pieces, Material.Asphalt, 0);
        AddAll(pieces, Material.Asphalt, seam);
    }

    private void AddMarkings(Road road)
    {
        foreach (Crossing crossing in road.Crossings)
        {
            AddCrossing(crossing);
        }

        foreach (RoadSection section in road.Sections)
        {
            AddAll(section.StopLines.Select(stop => GroundPath.Ring(stop.Outline)), Material.WhitePaint, 0);
            foreach (Divider divider in section.Dividers)
            {
                AddDivider(divider);
            }
        }
    }

    private void AddDivider(Divider divider)
    {
        switch (divider.Style)
        {
            case PaintStyle.DashedWhite:
                Add(GroundPath.Dashes(divider.Points, DashLength, DashGap), Material.WhitePaint, LineWidth);
                break;
            case PaintStyle.SolidWhite:
                Add(GroundPath.Line(divider.Points), Material.WhitePaint, LineWidth);
                break;
            default:
                Material paint = divider.Style == PaintStyle.DoubleYellow ? Material.YellowPaint : Material.WhitePaint;
                Add(GroundPath.Line(Curve.Shift(divider.Points, DoubleLineDistance)), paint, LineWidth);
                Add(GroundPath.Line(Curve.Shift(divider.Points, -DoubleLineDistance)), paint, LineWidth);
                break;
        }
    }

    private void AddCrossing(Crossing crossing)
    {
        ImmutableArray<Vector2D> outline = crossing.Outline;
        Add(GroundPath.Line([outline[0], outline[3]]), Material.WhitePaint, OutlineWidth);
        Add(GroundPath.Line([outline[1], outline[2]]), Material.WhitePaint, OutlineWidth);
        if (!crossing.IsStriped)
        {
            return;
        }

        double width = outline[0].DistanceTo(outline[3]);
        int stripes = (int)(width / (2 * StripeWidth));
        for (int i = 0; i < stripes; i++)
        {
            double across = (i + 0.5) / stripes;
            Vector2D[] stripe = [Vector2D.Lerp(outline[0], outline[3], across), Vector2D.Lerp(outline[1], outline[2], across)];
            Add(GroundPath.Line(stripe), Material.WhitePaint, StripeWidth);
        }
    }

    private void AddAll(IEnumerable<SKPath> paths, Material material, double lineWidth)
    {
        foreach (SKPath path in paths)
        {
            Add(path, material, lineWidth);
        }
    }

    private void Add(SKPath path, Material material, double lineWidth)
    {
        _paths.Add(path);
        SKRect bounds = path.Bounds;
        Envelope envelope = new(bounds.Left, bounds.Right, bounds.Top, bounds.Bottom);
        envelope.ExpandBy(lineWidth);
        _shapes.Insert(envelope, new GroundShape(_paths.Count, path, material, (float)lineWidth));
    }

    private static Envelope EnvelopeOf(ImmutableArray<Vector2D> corners) =>
        new(corners.Min(p => p.X), corners.Max(p => p.X), corners.Min(p => p.Y), corners.Max(p => p.Y));
}
