using MapDet.Core.Geometry;

namespace MapDet.Training.Tests.Fakes;

/// <summary>Six cameras 1.5 m above the ground that look around in steps of 60 degrees.</summary>
internal static class FakeRig
{
    public const int Width = 64;
    public const int Height = 32;

    public static CameraModel Camera(string channel, int index)
    {
        double yaw = index * Math.PI / 3;
        (double sin, double cos) = Math.SinCos(yaw);

        // Rows: the camera's right, down and forward in the map frame; forward is y for the first camera.
        RigidTransform mapToCamera = RigidTransform.FromMatrix(
        [
            cos, sin, 0, 0,
            0, 0, -1, 1.5,
            -sin, cos, 0, 0,
            0, 0, 0, 1,
        ]);
        return new CameraModel(channel, new CameraIntrinsics(50, 50, Width / 2.0, Height / 4.0), mapToCamera, Width, Height);
    }
}
