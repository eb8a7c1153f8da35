namespace MapDet.Core.Geometry;

/// <summary>A rotation followed by a shift: <c>p' = R p + t</c>, in metres and double precision.</summary>
public sealed class RigidTransform
{
    private readonly double[] _rotation;

    private RigidTransform(double[] rotation, Point3 translation)
    {
        _rotation = rotation;
        Translation = translation;
    }

    /// <summary>The transform that changes nothing.</summary>
    public static RigidTransform Identity { get; } = new([1, 0, 0, 0, 1, 0, 0, 0, 1], default);

    /// <summary>Where the origin goes, metres.</summary>
    public Point3 Translation { get; }

    /// <summary>An entry of the 3 x 3 rotation matrix.</summary>
    /// <param name="row">0 to 2.</param>
    /// <param name="column">0 to 2.</param>
    public double Rotation(int row, int column) => _rotation[(3 * row) + column];

    /// <summary>The direction of the first axis in the plane, radians: <c>atan2(R10, R00)</c>.</summary>
    public double Yaw => Math.Atan2(Rotation(1, 0), Rotation(0, 0));

    /// <summary>From a quaternion in nuScenes' order; it is normalised first.</summary>
    /// <exception cref="ArgumentException">A number is not finite, or the quaternion has no length.</exception>
    public static RigidTransform FromQuaternion(double w, double x, double y, double z, Point3 translation)
    {
        double norm = Math.Sqrt((w * w) + (x * x) + (y * y) + (z * z));
        if (!double.IsFinite(norm) || norm < 1e-12 || !double.IsFinite(translation.X + translation.Y + translation.Z))
        {
            throw new ArgumentException($"({w}, {x}, {y}, {z}) with ({translation.X}, {translation.Y}, {translation.Z}) is no rigid transform.");
        }

        (w, x, y, z) = (w / norm, x / norm, y / norm, z / norm);
        return new RigidTransform(
            [
                1 - (2 * ((y * y) + (z * z))), 2 * ((x * y) - (w * z)), 2 * ((x * z) + (w * y)),
                2 * ((x * y) + (w * z)), 1 - (2 * ((x * x) + (z * z))), 2 * ((y * z) - (w * x)),
                2 * ((x * z) - (w * y)), 2 * ((y * z) + (w * x)), 1 - (2 * ((x * x) + (y * y))),
            ],
            translation);
    }

    /// <summary>From a 4 x 4 matrix, row by row, whose upper left 3 x 3 part is a rotation.</summary>
    /// <param name="matrix">16 numbers; the last row is not read.</param>
    /// <exception cref="ArgumentException">Not 16 numbers.</exception>
    public static RigidTransform FromMatrix(ReadOnlySpan<double> matrix)
    {
        if (matrix.Length != 16)
        {
            throw new ArgumentException($"A 4 x 4 matrix has 16 entries, not {matrix.Length}.", nameof(matrix));
        }

        return new RigidTransform(
            [matrix[0], matrix[1], matrix[2], matrix[4], matrix[5], matrix[6], matrix[8], matrix[9], matrix[10]],
            new Point3(matrix[3], matrix[7], matrix[11]));
    }

    /// <summary>The 4 x 4 matrix, row by row.</summary>
    public double[] ToMatrix() =>
    [
        _rotation[0], _rotation[1], _rotation[2], Translation.X,
        _rotation[3], _rotation[4], _rotation[5], Translation.Y,
        _rotation[6], _rotation[7], _rotation[8], Translation.Z,
        0, 0, 0, 1,
    ];

    /// <summary>A turn about the vertical axis, followed by a shift.</summary>
    /// <param name="yaw">Radians, counter-clockwise seen from above.</param>
    /// <param name="translation">Metres.</param>
    public static RigidTransform FromYaw(double yaw, Point3 translation)
    {
        (double sin, double cos) = Math.SinCos(yaw);
        return new RigidTransform([cos, -sin, 0, sin, cos, 0, 0, 0, 1], translation);
    }

    /// <summary>The place that a place goes to.</summary>
    public Point3 Apply(Point3 p) => new(
        (_rotation[0] * p.X) + (_rotation[1] * p.Y) + (_rotation[2] * p.Z) + Translation.X,
        (_rotation[3] * p.X) + (_rotation[4] * p.Y) + (_rotation[5] * p.Z) + Translation.Y,
        (_rotation[6] * p.X) + (_rotation[7] * p.Y) + (_rotation[8] * p.Z) + Translation.Z);

    /// <summary>This transform after another one: <c>(a.After(b)).Apply(p) == a.Apply(b.Apply(p))</c>.</summary>
    public RigidTransform After(RigidTransform first)
    {
        double[] product = new double[9];
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                product[(3 * row) + column] = (Rotation(row, 0) * first.Rotation(0, column))
                    + (Rotation(row, 1) * first.Rotation(1, column))
                    + (Rotation(row, 2) * first.Rotation(2, column));
            }
        }

        return new RigidTransform(product, Apply(first.Translation));
    }

    /// <summary>The transform back.</summary>
    public RigidTransform Inverse()
    {
        RigidTransform turned = new(
            [
                _rotation[0], _rotation[3], _rotation[6],
                _rotation[1], _rotation[4], _rotation[7],
                _rotation[2], _rotation[5], _rotation[8],
            ],
            default);
        Point3 t = turned.Apply(Translation);
        return new RigidTransform(turned._rotation, new Point3(-t.X, -t.Y, -t.Z));
    }
}
