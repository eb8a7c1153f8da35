using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Maps;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>
/// Cuts the map around a vehicle out and turns it into vectorised ground truth: dividers, pedestrian crossings, boundaries.
/// Safe for use from several threads.
/// </summary>
/// <remarks>
/// Source: MapTR (Liao et al., 2023), <c>VectorizedLocalMap</c> and <c>LiDARInstanceLines</c>. Here everything is computed in the
/// frame of the patch, where its border is parallel to the axes; results differ from the reference's by some 1e-9 m.
/// </remarks>
public sealed class GroundTruthExtractor
{
    /// <summary>Changes whenever the same input gives another output, so that old caches are told apart.</summary>
    public const int Version = 1;

    private readonly MapExpansion _map;
    private readonly PerceptionRange _range;
    private readonly int _pointCount;
    private readonly Envelope _patch;

    /// <summary>Creates an extractor.</summary>
    /// <param name="map">The map of the sample's location.</param>
    /// <param name="range">The patch, metres in the map frame.</param>
    /// <param name="pointCount">Points of each element, at least 2.</param>
    public GroundTruthExtractor(MapExpansion map, PerceptionRange range, int pointCount)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(range);
        ArgumentOutOfRangeException.ThrowIfLessThan(pointCount, 2);
        (_map, _range, _pointCount) = (map, range, pointCount);
        _patch = new Envelope(range.XMin, range.XMax, range.YMin, range.YMax);
    }

    /// <summary>The elements around a vehicle: dividers of roads, then of lanes, crossings, boundaries.</summary>
    /// <param name="frame">Where the map frame lies in the world.</param>
    /// <returns>Elements in metres in the map frame; none where there is no map.</returns>
    public ImmutableArray<MapElement> Extract(MapFrame frame)
    {
        PatchFrame patch = new(frame);
        Envelope world = patch.WorldExtent(_patch);
        ImmutableArray<MapElement>.Builder elements = ImmutableArray.CreateBuilder<MapElement>();
        elements.AddRange(Dividers(_map.RoadDividers, patch, world));
        elements.AddRange(Dividers(_map.LaneDividers, patch, world));
        elements.AddRange(AreaOutlines.Crossings(Areas(_map.PedCrossings, patch, world), _patch).Select(ring => Element(MapClass.PedCrossing, ring)));
        elements.AddRange(AreaOutlines
            .Boundaries(Areas(_map.RoadSegments, patch, world), Areas(_map.Lanes, patch, world), _patch)
            .Select(line => Element(MapClass.Boundary, line)));
        return elements.DrainToImmutable();
    }

    private IEnumerable<MapElement> Dividers(MapLayer<MapLineRecord> layer, PatchFrame patch, Envelope world) => layer
        .Near(world)
        .SelectMany(record => DividerClipper.Clip([.. record.Nodes.Select(node => patch.ToPatch(node.X, node.Y))], _patch))
        .Select(piece => Element(MapClass.Divider, piece));

    private static IEnumerable<Polygon> Areas(MapLayer<MapPolygonRecord> layer, PatchFrame patch, Envelope world) => layer
        .Near(world)
        .Where(record => record.IsValid)
        .Select(record => ToPatch(record.Geometry, patch));

    private static Polygon ToPatch(Polygon area, PatchFrame patch) => new(
        new LinearRing(patch.ToPatch(area.Shell.Coordinates)),
        Array.ConvertAll(area.Holes, hole => new LinearRing(patch.ToPatch(hole.Coordinates))));

    private MapElement Element(MapClass mapClass, Coordinate[] line)
    {
        Polyline vertices = new([.. line.Select(node => new Point2(node.X, node.Y))]);
        return new MapElement(mapClass, vertices, Sample(vertices));
    }

    // Rounding comes before clamping, as in the reference.
    private ImmutableArray<Point2> Sample(Polyline line) =>
    [
        .. line.Resample(_pointCount).Select(point => new Point2(
            Math.Clamp((float)point.X, _range.XMin, _range.XMax),
            Math.Clamp((float)point.Y, _range.YMin, _range.YMax))),
    ];
}
