using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>A layer of dividers, prepared for being cut to many patches. Safe for use from several threads.</summary>
internal sealed class DividerLayer
{
    private static readonly GeometryFactory Factory = new();

    private readonly Point2[][] _lines;
    private readonly bool[] _isSimple;
    private readonly SpatialIndex _index;

    /// <param name="lines">A layer.</param>
    /// <param name="layer">Its name for messages.</param>
    /// <exception cref="MapDetException">A node is no place.</exception>
    public DividerLayer(ImmutableArray<MapLine> lines, string layer)
    {
        _lines = [.. lines.Select(line => DistinctNodes(line, layer))];
        _isSimple = [.. _lines.Select(IsSimple)];
        _index = new SpatialIndex(_lines.Select(Extent));
    }

    /// <summary>The pieces inside a patch, in the order of the layer and in the direction of their lines.</summary>
    /// <param name="patch">Where the patch lies.</param>
    /// <param name="box">The patch, in its own coordinates.</param>
    /// <param name="world">Its bounding box in the world.</param>
    /// <param name="pieces">Takes them, in patch coordinates.</param>
    public void Clip(PatchFrame patch, Envelope box, Envelope world, List<Point2[]> pieces)
    {
        BoxClipper clipper = new(box);
        foreach (int record in _index.Near(world))
        {
            Point2[] line = patch.ToPatch(_lines[record]);

            // The overlay splits a line where it meets itself or has a vertex on the border; all others need only be walked along.
            if (_isSimple[record] && !Array.Exists(line, node => IsOnBorder(node, box)))
            {
                clipper.ClipLine(line, pieces);
            }
            else
            {
                pieces.AddRange(DividerClipper.Clip(line, box));
            }
        }
    }

    private static Point2[] DistinctNodes(MapLine line, string layer)
    {
        List<Point2> nodes = new(line.Nodes.Length);
        foreach (Point2 node in line.Nodes)
        {
            PlaceCheck.Expect(node, layer, line.Token);
            if (nodes.Count == 0 || nodes[^1] != node)
            {
                nodes.Add(node);
            }
        }

        return nodes.Count > 1 ? [.. nodes] : [];
    }

    private static bool IsSimple(Point2[] line) =>
        line.Length > 1 && IsSimpleOp.IsSimple(Factory.CreateLineString(Array.ConvertAll(line, node => new Coordinate(node.X, node.Y))));

    private static Envelope Extent(Point2[] line)
    {
        Envelope extent = new();
        foreach (Point2 node in line)
        {
            extent.ExpandToInclude(node.X, node.Y);
        }

        return extent;
    }

    private static bool IsOnBorder(Point2 node, Envelope box) =>
        node.X == box.MinX || node.X == box.MaxX || node.Y == box.MinY || node.Y == box.MaxY;
}
