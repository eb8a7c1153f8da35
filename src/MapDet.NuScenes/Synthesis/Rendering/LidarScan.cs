using System.Buffers.Binary;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Synthesis.Drives;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>A sparse scan of the flat ground in the format of nuScenes' lidar files: x, y, z, intensity, ring as float32.</summary>
internal static class LidarScan
{
    private const int Rings = 8;
    private const int PointsARing = 36;
    private const int BytesAPoint = 20;

    public static byte[] Of(SceneDrive drive, int sample, Sensor lidar)
    {
        RigidTransform toWorld = drive.EgoPose(sample, lidar).ToTransform().After(lidar.Mount.ToTransform());
        RigidTransform toLidar = toWorld.Inverse();
        byte[] points = new byte[Rings * PointsARing * BytesAPoint];
        for (int ring = 0; ring < Rings; ring++)
        {
            double reach = 4 * Math.Pow(1.35, ring);
            for (int i = 0; i < PointsARing; i++)
            {
                (double sin, double cos) = Math.SinCos(2 * Math.PI * i / PointsARing);
                Point3 ground = new(toWorld.Translation.X + (reach * cos), toWorld.Translation.Y + (reach * sin), 0);
                Write(points.AsSpan(((ring * PointsARing) + i) * BytesAPoint), toLidar.Apply(ground), ring);
            }
        }

        return points;
    }

    private static void Write(Span<byte> target, Point3 point, int ring)
    {
        ReadOnlySpan<float> values = [(float)point.X, (float)point.Y, (float)point.Z, 20, ring];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(target[(4 * i)..], values[i]);
        }
    }
}
