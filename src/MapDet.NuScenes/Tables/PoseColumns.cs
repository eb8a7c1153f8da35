using MapDet.Core;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>The columns <c>translation</c> and <c>rotation</c> of a table of poses.</summary>
internal sealed class PoseColumns
{
    private const double LeastNorm = 1e-12;

    // Maps have a few kilometres: numbers like this one are damage, and would make positions nearby meaningless.
    private const double FarthestMetres = 1e8;

    public NumbersColumn Translation { get; } = new("translation", 3);

    public NumbersColumn Rotation { get; } = new("rotation", 4);

    /// <summary>The pose of the record read last.</summary>
    /// <exception cref="InvalidInputException">The quaternion is no rotation, or the place is out of this world.</exception>
    public Pose Read(string file, RecordSchema schema)
    {
        Pose pose = new(
            Rotation[0],
            Rotation[1],
            Rotation[2],
            Rotation[3],
            new Point3(Translation[0], Translation[1], Translation[2]));
        double norm = Math.Sqrt((pose.W * pose.W) + (pose.X * pose.X) + (pose.Y * pose.Y) + (pose.Z * pose.Z));
        if (!(norm >= LeastNorm && double.IsFinite(norm)))
        {
            throw new InvalidInputException(file, "the quaternion has no length, so it is no rotation.", schema.RecordName, Rotation.Name);
        }

        double farthest = Math.Max(Math.Abs(pose.Translation.X), Math.Max(Math.Abs(pose.Translation.Y), Math.Abs(pose.Translation.Z)));
        return farthest <= FarthestMetres
            ? pose
            : throw new InvalidInputException(file, $"a coordinate of {farthest} m lies on no map.", schema.RecordName, Translation.Name);
    }
}
