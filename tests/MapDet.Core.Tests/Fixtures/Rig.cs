using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.Core.Tests.Fixtures;

/// <summary>A rig of six cameras that look in their directions from 1.6 m above the ground, not symmetrical.</summary>
internal static class Rig
{
    private static readonly double[] s_headings = [0.01, -0.95, 0.97, 3.1, 1.9, -1.93];

    public static SurroundFrame Frame(string token, IReadOnlyList<string> pictures, int width, int height) => new(
        token,
        new MapFrame(100, 200, 0.3, 1),
        [.. CameraChannels.All.Select((channel, i) => new CameraFrame(Camera(channel, s_headings[i], width, height), pictures[i % pictures.Count]))]);

    public static MapSample Sample(string token, IReadOnlyList<string> pictures, int width, int height, params MapElement[] elements) =>
        new(Frame(token, pictures, width, height), "scene-0001", "here", 0, [.. elements]);

    public static MapElement Element(MapClass mapClass, params Point2[] vertices)
    {
        Polyline line = new([.. vertices]);
        return new MapElement(mapClass, line, [.. line.Resample(20).Select(p => new Point2((float)p.X, (float)p.Y))]);
    }

    private static CameraModel Camera(string channel, double heading, int width, int height)
    {
        // Heading 0 looks ahead (map y), positive to the left; the camera's axes are right, down, forward.
        (double sin, double cos) = Math.SinCos(heading);
        RigidTransform rotation = RigidTransform.FromMatrix([cos, sin, 0, 0, 0, 0, -1, 0, -sin, cos, 0, 0, 0, 0, 0, 1]);
        Point3 place = new(0.3 + (0.1 * heading), 1.1, 1.6);
        Point3 shifted = rotation.Apply(place);
        double[] matrix = rotation.ToMatrix();
        (matrix[3], matrix[7], matrix[11]) = (-shifted.X, -shifted.Y, -shifted.Z);
        return new CameraModel(
            channel, new CameraIntrinsics(0.8 * width, 0.79 * width, 0.51 * width, 0.53 * height, 0.2), RigidTransform.FromMatrix(matrix), width, height);
    }
}
