using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>
/// Cuts the map around a vehicle out and turns it into vectorised ground truth: dividers, pedestrian crossings, boundaries. What does
/// not depend on the vehicle is computed once, when it is created. Safe for use from several threads.
/// </summary>
/// <remarks>
/// Source: MapTR (Liao et al., 2023), <c>VectorizedLocalMap</c> and <c>LiDARInstanceLines</c>. Here everything is computed in the
/// frame of the patch, where its border is parallel to the axes; results differ from the reference's by some 1e-9 m.
/// </remarks>
public sealed class GroundTruthExtractor
{
    /// <summary>Changes whenever the same input gives another output, so that old caches are told apart.</summary>
    public const int Version = 2;

    private readonly PerceptionRange _range;
    private readonly int _pointCount;
    private readonly Envelope _patch;
    private readonly DividerLayer _roadDividers;
    private readonly DividerLayer _laneDividers;
    private readonly CrossingLayer _crossings;
    private readonly BoundaryLayer _boundaries;

    /// <summary>Creates an extractor; this takes the union of all roads of the map.</summary>
    /// <param name="map">The map of the samples' location.</param>
    /// <param name="range">The patch, metres in the map frame.</param>
    /// <param name="pointCount">Points of each element, at least 2.</param>
    /// <exception cref="MapDetException">A record of the map is no line or area; the message names layer and record.</exception>
    public GroundTruthExtractor(VectorMap map, PerceptionRange range, int pointCount)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(range);
        ArgumentOutOfRangeException.ThrowIfLessThan(pointCount, 2);
        (_range, _pointCount) = (range, pointCount);
        _patch = new Envelope(range.XMin, range.XMax, range.YMin, range.YMax);
        _roadDividers = new DividerLayer(map.RoadDividers, "road_divider");
        _laneDividers = new DividerLayer(map.LaneDividers, "lane_divider");
        _crossings = new CrossingLayer(map.PedCrossings);
        _boundaries = new BoundaryLayer(map.RoadSegments, map.Lanes);
    }

    /// <summary>The elements around a vehicle: dividers of roads, then of lanes, crossings, boundaries.</summary>
    /// <param name="frame">Where the map frame lies in the world.</param>
    /// <returns>Elements in metres in the map frame; none where there is no map.</returns>
    public ImmutableArray<MapElement> Extract(MapFrame frame)
    {
        PatchFrame patch = new(frame);
        Envelope world = patch.WorldExtent(_patch);
        ImmutableArray<MapElement>.Builder elements = ImmutableArray.CreateBuilder<MapElement>();
        List<Point2[]> lines = [];
        _roadDividers.Clip(patch, _patch, world, lines);
        _laneDividers.Clip(patch, _patch, world, lines);
        Add(elements, MapClass.Divider, lines);
        _crossings.Clip(patch, _patch, world, lines);
        Add(elements, MapClass.PedCrossing, lines);
        _boundaries.Clip(patch, _patch, world, lines);
        Add(elements, MapClass.Boundary, lines);
        return elements.DrainToImmutable();
    }

    private void Add(ImmutableArray<MapElement>.Builder elements, MapClass mapClass, List<Point2[]> lines)
    {
        foreach (Point2[] line in lines)
        {
            Polyline vertices = new(ImmutableCollectionsMarshal.AsImmutableArray(line));
            elements.Add(new MapElement(mapClass, vertices, Sample(vertices)));
        }

        lines.Clear();
    }

    // Rounding comes before clamping, as in the reference.
    private ImmutableArray<Point2> Sample(Polyline line)
    {
        Point2[] points = [.. line.Resample(_pointCount)];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = new Point2(
                Math.Clamp((float)points[i].X, _range.XMin, _range.XMax),
                Math.Clamp((float)points[i].Y, _range.YMin, _range.YMax));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(points);
    }
}
