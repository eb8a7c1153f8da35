namespace MapDet.NuScenes.Synthesis.Drives;

/// <summary>A rotation as a unit quaternion in nuScenes' order.</summary>
internal readonly record struct Attitude(double W, double X, double Y, double Z)
{
    /// <summary>From a camera's axes (x right, y down, z forward) to a vehicle's (x forward, y left, z up).</summary>
    public static Attitude CameraToVehicle { get; } = new(0.5, -0.5, 0.5, -0.5);

    /// <summary>A turn about the vertical axis, then about the axis that points left, then about the axis that points ahead; radians.</summary>
    public static Attitude FromYawPitchRoll(double yaw, double pitch, double roll) =>
        About(yaw, 0, 0, 1) * About(pitch, 0, 1, 0) * About(roll, 1, 0, 0);

    public static Attitude operator *(Attitude a, Attitude b) => new(
        (a.W * b.W) - (a.X * b.X) - (a.Y * b.Y) - (a.Z * b.Z),
        (a.W * b.X) + (a.X * b.W) + (a.Y * b.Z) - (a.Z * b.Y),
        (a.W * b.Y) - (a.X * b.Z) + (a.Y * b.W) + (a.Z * b.X),
        (a.W * b.Z) + (a.X * b.Y) - (a.Y * b.X) + (a.Z * b.W));

    public double[] ToArray() => [W, X, Y, Z];

    private static Attitude About(double angle, double x, double y, double z)
    {
        (double sin, double cos) = Math.SinCos(angle / 2);
        return new Attitude(cos, sin * x, sin * y, sin * z);
    }
}
