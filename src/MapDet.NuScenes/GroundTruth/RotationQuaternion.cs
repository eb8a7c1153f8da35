using MapDet.Core.Geometry;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Turns rotation matrices into quaternions.</summary>
internal static class RotationQuaternion
{
    /// <summary>The unit quaternion w, x, y, z of a transform's rotation, w not negative.</summary>
    /// <remarks>Source: S. W. Shepperd, Quaternion from rotation matrix, 1978: divide by the component of greatest size.</remarks>
    public static double[] Of(RigidTransform transform)
    {
        double r00 = transform.Rotation(0, 0);
        double r11 = transform.Rotation(1, 1);
        double r22 = transform.Rotation(2, 2);
        double[] fourSquares = [1 + r00 + r11 + r22, 1 + r00 - r11 - r22, 1 - r00 + r11 - r22, 1 - r00 - r11 + r22];
        double zy = transform.Rotation(2, 1) - transform.Rotation(1, 2);
        double xz = transform.Rotation(0, 2) - transform.Rotation(2, 0);
        double yx = transform.Rotation(1, 0) - transform.Rotation(0, 1);
        double xy = transform.Rotation(0, 1) + transform.Rotation(1, 0);
        double zx = transform.Rotation(0, 2) + transform.Rotation(2, 0);
        double yz = transform.Rotation(1, 2) + transform.Rotation(2, 1);
        int greatest = Array.IndexOf(fourSquares, fourSquares.Max());
        double four = 2 * Math.Sqrt(fourSquares[greatest]);
        double self = four / 4;
        double[] q = greatest switch
        {
            0 => [self, zy / four, xz / four, yx / four],
            1 => [zy / four, self, xy / four, zx / four],
            2 => [xz / four, xy / four, self, yz / four],
            _ => [yx / four, zx / four, yz / four, self],
        };
        return q[0] < 0 ? [-q[0], -q[1], -q[2], -q[3]] : q;
    }
}
