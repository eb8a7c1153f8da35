using MapDet.Core;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Refuses places that are none: maps of one's own come past no reader of ours.</summary>
internal static class PlaceCheck
{
    /// <exception cref="MapDetException">A coordinate is not finite.</exception>
    public static void Expect(Point2 node, string layer, string record)
    {
        if (!double.IsFinite(node.X) || !double.IsFinite(node.Y))
        {
            throw new MapDetException($"Layer '{layer}', record '{record}': a node lies at ({node.X}, {node.Y}), which is no place.");
        }
    }
}
