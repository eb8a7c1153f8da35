using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>
/// The pedestrian crossings of a map, prepared for being cut to many patches: crossings that may touch form a group whose union is
/// computed once. Safe for use from several threads.
/// </summary>
internal sealed class CrossingLayer
{
    private readonly Group[] _groups;
    private readonly SpatialIndex _index;

    /// <param name="crossings">The layer.</param>
    /// <exception cref="MapDetException">An outline has too few nodes, or a node is no place.</exception>
    public CrossingLayer(ImmutableArray<MapArea> crossings)
    {
        _groups = [.. OverlappingBoxes.Group([.. AreaPolygon.ValidOnes(crossings, "ped_crossing")]).Select(Prepare)];
        _index = new SpatialIndex(_groups.Select(group => group.Extent));
    }

    /// <summary>The closed outlines of the union of crossings, cut to a patch.</summary>
    /// <param name="patch">Where the patch lies.</param>
    /// <param name="box">The patch, in its own coordinates.</param>
    /// <param name="world">Its bounding box in the world.</param>
    /// <param name="outlines">Takes them, in patch coordinates.</param>
    public void Clip(PatchFrame patch, Envelope box, Envelope world, List<Point2[]> outlines)
    {
        foreach (int position in _index.Near(world))
        {
            Group group = _groups[position];
            Point2[][] rings = Array.ConvertAll(group.Outlines, patch.ToPatch);
            if (Array.TrueForAll(rings, ring => Array.TrueForAll(ring, node => box.Contains(node.X, node.Y))))
            {
                outlines.AddRange(rings);
            }
            else
            {
                outlines.AddRange(AreaOutlines.Crossings(group.Crossings.Select(patch.ToPatch), box));
            }
        }
    }

    private static Group Prepare(Polygon[] crossings)
    {
        Envelope extent = new();
        Array.ForEach(crossings, crossing => extent.ExpandToInclude(crossing.EnvelopeInternal));
        return new Group(crossings, extent, [.. AreaOutlines.Crossings(crossings, extent)]);
    }

    private sealed record Group(Polygon[] Crossings, Envelope Extent, Point2[][] Outlines);
}
