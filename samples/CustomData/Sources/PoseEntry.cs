using System.Collections.Immutable;
using MapDet.Core.Geometry;

namespace MapDet.CustomData.Sources;

/// <summary>Where something is and how it is turned, as it stands in the files.</summary>
/// <param name="Translation">x, y, z in metres.</param>
/// <param name="Rotation">A quaternion w, x, y, z of any length but none.</param>
internal sealed record PoseEntry(ImmutableArray<double> Translation, ImmutableArray<double> Rotation)
{
    /// <summary>From the thing's own axes to those of the frame that the pose is given in.</summary>
    /// <exception cref="ArgumentException">The numbers are no pose.</exception>
    public RigidTransform ToTransform() => (Translation, Rotation) is ({ Length: 3 }, { Length: 4 })
        ? RigidTransform.FromQuaternion(
            Rotation[0], Rotation[1], Rotation[2], Rotation[3], new Point3(Translation[0], Translation[1], Translation[2]))
        : throw new ArgumentException("A pose has a translation of 3 numbers and a rotation of 4 (w, x, y, z).");
}
