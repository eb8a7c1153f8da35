using MapDet.Core.Geometry;
using MapDet.CustomData.Sources;
using MapDet.NuScenes.Tables;

namespace MapDet.CustomData.MakeData;

/// <summary>Calculates with poses as nuScenes' tables hold them.</summary>
internal static class Poses
{
    /// <summary>One pose after another: from the inner one's frame to that which the outer one is given in.</summary>
    public static Pose After(this Pose outer, Pose inner) => new(
        (outer.W * inner.W) - (outer.X * inner.X) - (outer.Y * inner.Y) - (outer.Z * inner.Z),
        (outer.W * inner.X) + (outer.X * inner.W) + (outer.Y * inner.Z) - (outer.Z * inner.Y),
        (outer.W * inner.Y) - (outer.X * inner.Z) + (outer.Y * inner.W) + (outer.Z * inner.X),
        (outer.W * inner.Z) + (outer.X * inner.Y) - (outer.Y * inner.X) + (outer.Z * inner.W),
        outer.ToTransform().Apply(inner.Translation));

    /// <summary>The way back.</summary>
    public static Pose Inverse(this Pose pose) => new(pose.W, -pose.X, -pose.Y, -pose.Z, pose.ToTransform().Inverse().Translation);

    /// <summary>The pose as it stands in the sample's files.</summary>
    public static PoseEntry ToEntry(this Pose pose)
    {
        Point3 place = pose.Translation;
        return new PoseEntry([place.X, place.Y, place.Z], [pose.W, pose.X, pose.Y, pose.Z]);
    }
}
