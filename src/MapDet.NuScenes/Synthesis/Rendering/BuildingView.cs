using MapDet.Core.Geometry;
using MapDet.NuScenes.Synthesis.Roads;
using NetTopologySuite.Geometries;
using SkiaSharp;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>Draws the houses that a camera sees over ground and sky, far ones first.</summary>
internal sealed class BuildingView(GroundPlan plan, SceneLook look) : IDisposable
{
    private const double Reach = 130;
    private const double NearPlane = 0.3;
    private const double FloorHeight = 3.2;
    private const double WindowSpacing = 3;
    private const double LeastPixelsAFloor = 3;

    private readonly SKPaint _paint = new() { IsAntialias = true };

    public void Draw(Camera camera, SKCanvas canvas)
    {
        Vector2D eye = new(camera.Place.X, camera.Place.Y);
        Envelope around = new(eye.X - Reach, eye.X + Reach, eye.Y - Reach, eye.Y + Reach);
        IEnumerable<(Building Building, double Distance)> farFirst = plan.BuildingsIn(around)
            .Select(building => (building, building.Corners.Average(corner => corner.DistanceTo(eye))))
            .OrderByDescending(pair => pair.Item2);
        foreach ((Building building, double distance) in farFirst)
        {
            for (int i = 0; i < building.Corners.Length; i++)
            {
                Vector2D from = building.Corners[i];
                Vector2D to = building.Corners[(i + 1) % building.Corners.Length];
                Vector2D outward = -(to - from).Normalized().Left;
                if (Vector2D.Dot(eye - from, outward) > 0)
                {
                    DrawFace(camera, canvas, new Face(from, to, building.Height, Colour(building, outward, distance)));
                }
            }
        }
    }

    public void Dispose() => _paint.Dispose();

    private SKColor Colour(Building building, Vector2D outward, double distance)
    {
        SKColor facade = look.Facades[(int)(building.Tint * look.Facades.Length)];
        double sun = look.ShadowStrength > 0 ? 0.75 + (0.35 * Math.Max(0, Vector2D.Dot(outward, look.Sun))) : 0.85;
        double haze = 1 - Math.Exp(-distance / look.Visibility);
        return new SKColor(Level(facade.Red, look.Haze.Red), Level(facade.Green, look.Haze.Green), Level(facade.Blue, look.Haze.Blue));

        byte Level(byte own, byte far) => (byte)Math.Clamp((sun * own * (1 - haze)) + (far * haze), 0, 255);
    }

    private void DrawFace(Camera camera, SKCanvas canvas, Face face)
    {
        List<Point3> corners = [.. face.Corners().Select(camera.ToCamera)];
        bool isWhole = corners.TrueForAll(corner => corner.Z > NearPlane);
        List<Point3> visible = isWhole ? corners : ClipToNearPlane(corners);
        if (visible.Count < 3)
        {
            return;
        }

        using SKPath path = new();
        AddOutline(path, camera, visible);
        if (!path.Bounds.IntersectsWith(canvas.LocalClipBounds))
        {
            return;
        }

        _paint.Color = face.Colour;
        canvas.DrawPath(path, _paint);
        if (isWhole && path.Bounds.Height > LeastPixelsAFloor * face.Floors)
        {
            DrawWindows(camera, canvas, face);
        }
    }

    private void DrawWindows(Camera camera, SKCanvas canvas, Face face)
    {
        using SKPath path = new();
        foreach (IEnumerable<Point3> window in face.Windows())
        {
            AddOutline(path, camera, window.Select(camera.ToCamera));
        }

        _paint.Color = new SKColor((byte)(face.Colour.Red * 0.55), (byte)(face.Colour.Green * 0.6), (byte)(face.Colour.Blue * 0.68));
        canvas.DrawPath(path, _paint);
    }

    private static void AddOutline(SKPath path, Camera camera, IEnumerable<Point3> corners)
    {
        SKPoint[] points = [.. corners.Select(camera.Project).Select(p => new SKPoint(p.U, p.V))];
        path.AddPoly(points, close: true);
    }

    private static List<Point3> ClipToNearPlane(List<Point3> corners)
    {
        List<Point3> clipped = [];
        for (int i = 0; i < corners.Count; i++)
        {
            Point3 a = corners[i];
            Point3 b = corners[(i + 1) % corners.Count];
            if (a.Z > NearPlane)
            {
                clipped.Add(a);
            }

            if (a.Z > NearPlane != b.Z > NearPlane)
            {
                double t = (NearPlane - a.Z) / (b.Z - a.Z);
                clipped.Add(new Point3(a.X + (t * (b.X - a.X)), a.Y + (t * (b.Y - a.Y)), NearPlane));
            }
        }

        return clipped;
    }

    /// <summary>One wall of a house.</summary>
    private sealed record Face(Vector2D From, Vector2D To, double Height, SKColor Colour)
    {
        public int Floors => Math.Max(1, (int)(Height / FloorHeight));

        public IEnumerable<Point3> Corners() => Rectangle(0, 1, 0, Height);

        public IEnumerable<IEnumerable<Point3>> Windows()
        {
            int columns = (int)(From.DistanceTo(To) / WindowSpacing);
            double storey = Height / Floors;
            for (int floor = 0; floor < Floors; floor++)
            {
                for (int column = 0; column < columns; column++)
                {
                    yield return Rectangle(
                        (column + 0.25) / columns, (column + 0.75) / columns, (floor + 0.35) * storey, (floor + 0.85) * storey);
                }
            }
        }

        private IEnumerable<Point3> Rectangle(double left, double right, double bottom, double top)
        {
            Vector2D a = Vector2D.Lerp(From, To, left);
            Vector2D b = Vector2D.Lerp(From, To, right);
            return [new Point3(a.X, a.Y, bottom), new Point3(b.X, b.Y, bottom), new Point3(b.X, b.Y, top), new Point3(a.X, a.Y, top)];
        }
    }
}
