using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Synthesis;
using MapDet.NuScenes.Synthesis.Drives;
using MapDet.NuScenes.Synthesis.Rendering;
using MapDet.NuScenes.Synthesis.Roads;
using MapDet.NuScenes.Tables;
using NetTopologySuite.Geometries;
using SkiaSharp;

namespace MapDet.NuScenes.Tests.Synthesis;

/// <summary>Projects the ground truth of a written data set into its images and looks whether paint or kerb is there.</summary>
internal sealed class ProjectedMarkings
{
    private const double Spacing = 0.7;
    private const double Clearance = 0.4;
    private const int Tolerance = 2;

    private readonly SynthesisOptions _options;
    private readonly World _world;
    private readonly NuScenesTables _tables;
    private readonly NuScenesFrames _frames;
    private readonly MapExpansionStore _maps;
    private readonly Dictionary<string, GroundTruthExtractor> _extractors = [];

    public ProjectedMarkings(SynthesisOptions options)
    {
        _options = options;
        _world = World.Create(options);
        _tables = NuScenesTables.Load(options.Output, options.Version);
        _frames = new NuScenesFrames(_tables);
        _maps = new MapExpansionStore(options.Output);
    }

    /// <summary>Counts the visible samples of all ground truth and those that meet paint or kerb.</summary>
    /// <param name="displacement">Moves the ground truth to the right, metres: does the test notice?</param>
    public (int Met, int Visible) Count(double displacement)
    {
        int met = 0;
        int visible = 0;
        foreach (SceneSample pair in _tables.Samples)
        {
            using GroundPlan plan = new(_world.Drives.Single(drive => drive.Scene.Name == pair.Scene.Name).Town);
            SurroundFrame frame = _frames[pair.Sample.Token];
            ImmutableArray<MapElement> elements = Extractor(pair.Scene.Location).Extract(frame.MapFrame);
            SceneLook look = SceneLook.Draw(StableRandom.For(_options.Seed, $"look/{pair.Scene.Name}"));
            ImmutableArray<Point3> places = [.. elements.SelectMany(Places).Select(place => place with { X = place.X + displacement })];
            foreach (CameraFrame camera in frame.Cameras)
            {
                (int metHere, int visibleHere) = Count(camera, frame.MapFrame, plan, look, places);
                met += metHere;
                visible += visibleHere;
            }
        }

        return (met, visible);
    }

    private GroundTruthExtractor Extractor(string location)
    {
        if (!_extractors.TryGetValue(location, out GroundTruthExtractor? extractor))
        {
            extractor = new GroundTruthExtractor(_maps.Map(location), PerceptionRange.Default, 20);
            _extractors.Add(location, extractor);
        }

        return extractor;
    }

    private static (int Met, int Visible) Count(CameraFrame camera, MapFrame frame, GroundPlan plan, SceneLook look, ImmutableArray<Point3> places)
    {
        using SKBitmap image = SKBitmap.Decode(camera.ImagePath);
        RigidTransform toWorld = frame.ToWorld();
        Point3 eye = toWorld.Apply(camera.Camera.MapToCamera.Inverse().Translation);
        int met = 0;
        int visible = 0;
        foreach (Point3 place in places)
        {
            ImagePoint seen = camera.Camera.Project(place);
            Point3 ground = toWorld.Apply(place);
            bool isInImage = seen.Depth > 1 && seen.U >= 0 && seen.V >= 0 && seen.U < image.Width && seen.V < image.Height;
            if (isInImage && !IsHidden(eye, ground, plan))
            {
                visible++;
                met += IsMarked(image, (int)seen.U, (int)seen.V, Threshold(plan, look, ground)) ? 1 : 0;
            }
        }

        return (met, visible);
    }

    // Where the patch cuts a crossing its outline runs along the border, where nothing is painted.
    private static IEnumerable<Point3> Places(MapElement element) => element.Vertices
        .Resample(2 + (int)(element.Vertices.Length / Spacing))
        .Where(point => Math.Abs(point.X) < 15 - Clearance && Math.Abs(point.Y) < 30 - Clearance)
        .Select(point => new Point3(point.X, point.Y, 0));

    private static bool IsHidden(Point3 eye, Point3 ground, GroundPlan plan)
    {
        LineString sight = GeometryFactory.Default.CreateLineString([new Coordinate(eye.X, eye.Y), new Coordinate(ground.X, ground.Y)]);
        return plan.BuildingsIn(sight.EnvelopeInternal).Any(building => MapPolygon.Create(building.Corners).Intersects(sight));
    }

    // Well above asphalt and pavement towards the duller of kerb and yellow paint, in the light of the place.
    private static double Threshold(GroundPlan plan, SceneLook look, Point3 ground)
    {
        double asphalt = Luminance(look.Ground[(int)Material.Asphalt]);
        double mark = Math.Min(Luminance(look.Ground[(int)Material.Kerb]), Luminance(look.Ground[(int)Material.YellowPaint]));
        using SKPath shadows = BuildingShadows.In(plan, new Envelope(new Coordinate(ground.X, ground.Y)), look);
        double light = look.ShadowStrength > 0 && shadows.Contains((float)ground.X, (float)ground.Y) ? 1 - look.ShadowStrength : 1;
        return light * (asphalt + (0.62 * (mark - asphalt)));
    }

    private static bool IsMarked(SKBitmap image, int u, int v, double threshold)
    {
        for (int y = Math.Max(v - Tolerance, 0); y <= Math.Min(v + Tolerance, image.Height - 1); y++)
        {
            for (int x = Math.Max(u - Tolerance, 0); x <= Math.Min(u + Tolerance, image.Width - 1); x++)
            {
                if (Luminance(image.GetPixel(x, y)) >= threshold)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static double Luminance(SKColor colour) => (0.299 * colour.Red) + (0.587 * colour.Green) + (0.114 * colour.Blue);
}
