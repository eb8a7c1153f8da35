using MapDet.Core.Geometry;
using MapDet.NuScenes.Synthesis.Drives;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>A camera in the world at the moment of one image.</summary>
internal sealed class Camera
{
    private readonly RigidTransform _toCamera;

    /// <summary>A camera at a pose.</summary>
    /// <param name="toWorld">From the camera's axes to the world's; the ground is z = 0.</param>
    /// <param name="intrinsics">For the image's size.</param>
    public Camera(RigidTransform toWorld, CameraIntrinsics intrinsics)
    {
        ToWorld = toWorld;
        Intrinsics = intrinsics;
        _toCamera = toWorld.Inverse();
    }

    public RigidTransform ToWorld { get; }

    public CameraIntrinsics Intrinsics { get; }

    public Point3 Place => ToWorld.Translation;

    public static Camera Of(SceneDrive drive, int sample, Sensor sensor) =>
        new(drive.EgoPose(sample, sensor).ToTransform().After(sensor.Mount.ToTransform()), sensor.Intrinsics!);

    /// <summary>The direction in the world of the ray through an image place, with a depth of 1 m.</summary>
    public Point3 Ray(double u, double v)
    {
        Point3 ray = new((u - Intrinsics.CenterX) / Intrinsics.FocalX, (v - Intrinsics.CenterY) / Intrinsics.FocalY, 1);
        Point3 end = ToWorld.Apply(ray);
        return new Point3(end.X - Place.X, end.Y - Place.Y, end.Z - Place.Z);
    }

    /// <summary>A place of the world in the camera's axes.</summary>
    public Point3 ToCamera(Point3 place) => _toCamera.Apply(place);

    /// <summary>The image place of a point in the camera's axes, in front of it.</summary>
    public (float U, float V) Project(Point3 point) => (
        (float)((Intrinsics.FocalX * point.X / point.Z) + Intrinsics.CenterX),
        (float)((Intrinsics.FocalY * point.Y / point.Z) + Intrinsics.CenterY));
}
