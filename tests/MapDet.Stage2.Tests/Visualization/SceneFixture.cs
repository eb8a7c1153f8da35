using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Stage2.Visualization;
using SkiaSharp;

namespace MapDet.Stage2.Tests.Visualization;

/// <summary>A sample made by hand: a straight road with a crossing, six cameras 1.6 m above the ground, every 60 degrees.</summary>
internal static class SceneFixture
{
    private static readonly double[] s_headings = [0, -60, 60, 180, 120, -120];

    public static SampleScene Create(string folder) => new(
        "0123456789abcdef0123456789abcdef",
        "scene-0061, singapore-onenorth",
        GroundTruth(),
        [
            new MapDetection(MapClass.Divider, 0.91, Line(new Point2(0.3, -29), new Point2(-0.2, 30))),
            new MapDetection(MapClass.Boundary, 0.77, Line(new Point2(-7.6, -30), new Point2(-6.4, 29))),
            new MapDetection(MapClass.PedCrossing, 0.42, Ring(-6.5, 13, 6.5, 17)),
        ],
        new SurroundFrame("0123456789abcdef0123456789abcdef", new MapFrame(0, 0, 0, 0), Cameras(folder)));

    public static CameraModel Camera(string channel, double headingDegrees)
    {
        // Camera axes in the map frame for a camera that looks ahead: x right, y down, z forward.
        RigidTransform ahead = RigidTransform.FromMatrix([1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
        RigidTransform placed = RigidTransform.FromYaw(headingDegrees * Math.PI / 180, new Point3(0, 0, 1.6)).Inverse();
        return new CameraModel(channel, new CameraIntrinsics(900, 900, 800, 450), ahead.After(placed), 1600, 900);
    }

    private static ImmutableArray<MapElement> GroundTruth() =>
    [
        Element(MapClass.Divider, Line(new Point2(0, -30), new Point2(0, 30))),
        Element(MapClass.Boundary, Line(new Point2(-7, -30), new Point2(-7, 30))),
        Element(MapClass.Boundary, Line(new Point2(7, -30), new Point2(7, 30))),
        Element(MapClass.PedCrossing, Ring(-7, 12, 7, 16)),
    ];

    private static MapElement Element(MapClass mapClass, ImmutableArray<Point2> vertices) => new(mapClass, new Polyline(vertices), new Polyline(vertices).Resample(20));

    private static ImmutableArray<Point2> Line(Point2 from, Point2 to) => new Polyline([from, to]).Resample(20);

    private static ImmutableArray<Point2> Ring(double x0, double y0, double x1, double y1) =>
        new Polyline([new(x0, y0), new(x1, y0), new(x1, y1), new(x0, y1), new(x0, y0)]).Resample(21);

    private static ImmutableArray<CameraFrame> Cameras(string folder) =>
        [.. CameraChannels.All.Select((channel, i) => new CameraFrame(Camera(channel, s_headings[i]), Picture(folder, channel, i)))];

    private static string Picture(string folder, string channel, int index)
    {
        using SKBitmap bitmap = new(256, 144);
        bitmap.Erase(new SKColor((byte)(40 + (index * 20)), 90, 90));
        string path = Path.Combine(folder, $"{channel}.png");
        using FileStream stream = File.Create(path);
        bitmap.Encode(stream, SKEncodedImageFormat.Png, 100);
        return path;
    }
}
