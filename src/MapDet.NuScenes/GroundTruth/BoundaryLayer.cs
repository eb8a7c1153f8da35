using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>
/// The outline of the union of road segments and lanes, computed once for the whole map. A boundary is a stretch of it inside the patch:
/// cutting areas to the patch before their union, as the reference does, changes the outline only along the border of the patch, where
/// boundaries are dropped. Safe for use from several threads.
/// </summary>
internal sealed class BoundaryLayer
{
    private readonly Polygon[] _roads;
    private readonly Polygon[] _lanes;
    private readonly SpatialIndex _roadIndex;
    private readonly SpatialIndex _laneIndex;
    private readonly OutlineIndex _outlines;
    private readonly MeetingPlaces _meetings;

    /// <param name="roads">The layer of road segments.</param>
    /// <param name="lanes">The layer of lanes.</param>
    /// <exception cref="MapDetException">An outline has too few nodes, or a node is no place.</exception>
    public BoundaryLayer(ImmutableArray<MapArea> roads, ImmutableArray<MapArea> lanes)
    {
        _roads = [.. AreaPolygon.ValidOnes(roads, "road_segment")];
        _lanes = [.. AreaPolygon.ValidOnes(lanes, "lane")];
        _roadIndex = new SpatialIndex(_roads.Select(area => area.EnvelopeInternal));
        _laneIndex = new SpatialIndex(_lanes.Select(area => area.EnvelopeInternal));
        Point2[][] rings = [.. AreaOutlines.OfUnion(_roads, _lanes)];
        _outlines = new OutlineIndex(rings);
        _meetings = new MeetingPlaces(rings);
    }

    /// <summary>The boundaries inside a patch; the covered area is on the right of their direction.</summary>
    /// <param name="patch">Where the patch lies.</param>
    /// <param name="box">The patch, in its own coordinates.</param>
    /// <param name="world">Its bounding box in the world.</param>
    /// <param name="boundaries">Takes them, in patch coordinates.</param>
    public void Clip(PatchFrame patch, Envelope box, Envelope world, List<Point2[]> boundaries)
    {
        // How the outlines hang together after the cut, only the overlay itself knows.
        if (_meetings.MayChange(patch, box, world))
        {
            boundaries.AddRange(AreaOutlines.Boundaries(
                _roadIndex.Near(world).Select(road => patch.ToPatch(_roads[road])),
                _laneIndex.Near(world).Select(lane => patch.ToPatch(_lanes[lane])),
                box));
            return;
        }

        BoxClipper clipper = new(AreaOutlines.BoundaryBox(box));
        foreach ((Point2[] stretch, bool isRing) in _outlines.Near(world))
        {
            Point2[] line = patch.ToPatch(stretch);
            if (isRing)
            {
                clipper.ClipRing(line, boundaries);
            }
            else
            {
                clipper.ClipLine(line, boundaries);
            }
        }
    }
}
