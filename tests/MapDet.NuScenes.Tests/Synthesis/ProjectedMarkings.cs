using System.Collections.Immutable;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Synthesis;
using MapDet.NuScenes.Synthesis.Drives;
using MapDet.NuScenes.Synthesis.Rendering;
using MapDet.NuScenes.Synthesis.Roads;
using NetTopologySuite.Geometries;
using SkiaSharp;

namespace MapDet.NuScenes.Tests.Synthesis;

/// <summary>Projects the map of a town into rendered images and looks whether something is painted there.</summary>
internal sealed class ProjectedMarkings(SynthesisOptions options)
{
    private const double Spacing = 0.7;
    private const double Clearance = 0.35;
    private readonly World _world = World.Create(options);

    /// <summary>Shifts every element sideways by a distance, to see whether the test would notice.</summary>
    public double Displacement { get; init; }

    public int Tolerance { get; init; } = 2;

    public (int Met, int Visible) Count(int drive, int sample)
    {
        SceneDrive scene = _world.Drives[drive];
        using GroundPlan plan = new(scene.Town);
        using SceneRenderer renderer = new(options, scene, plan);
        SceneLook look = SceneLook.Draw(StableRandom.For(options.Seed, $"look/{scene.Scene.Name}"));
        ImmutableArray<Vector2D> places = [.. PlacesInPatch(scene, sample)];
        int met = 0;
        int visible = 0;
        foreach (Sensor sensor in scene.Rig.Where(sensor => sensor.IsCamera))
        {
            using SKBitmap image = SKBitmap.Decode(renderer.Render(sample, sensor));
            Camera camera = Camera.Of(scene, sample, sensor);
            foreach (Vector2D place in places.Where(place => !IsHidden(camera, plan, place)))
            {
                Point3 seen = camera.ToCamera(new Point3(place.X, place.Y, 0));
                (float u, float v) = seen.Z > 1 ? camera.Project(seen) : (-1, -1);
                if (u >= 0 && v >= 0 && u < image.Width && v < image.Height)
                {
                    visible++;
                    met += IsMarked(image, (int)u, (int)v, Threshold(plan, look, place)) ? 1 : 0;
                }
            }
        }

        return (met, visible);
    }

    private IEnumerable<Vector2D> PlacesInPatch(SceneDrive scene, int sample)
    {
        Sensor lidar = scene.Rig.Single(sensor => !sensor.IsCamera);
        RigidTransform toWorld = scene.EgoPose(sample, lidar).ToTransform().After(lidar.Mount.ToTransform());
        Vector2D centre = new(toWorld.Translation.X, toWorld.Translation.Y);
        Vector2D right = new Vector2D(1, 0).Rotated(toWorld.Yaw);
        return Elements(scene.Town).SelectMany(Sampled).Where(place =>
            Math.Abs(Vector2D.Dot(place - centre, right)) < 15 - Clearance && Math.Abs(Vector2D.Dot(place - centre, right.Left)) < 30 - Clearance);
    }

    private static IEnumerable<IReadOnlyList<Vector2D>> Elements(Town town)
    {
        foreach (Road road in town.Roads)
        {
            foreach (Divider divider in road.Sections.SelectMany(section => section.Dividers))
            {
                yield return divider.Points;
            }

            foreach (Crossing crossing in road.Crossings)
            {
                yield return [.. crossing.Outline, crossing.Outline[0]];
            }
        }

        for (int i = 0; i < town.RoadArea.NumGeometries; i++)
        {
            Polygon polygon = (Polygon)town.RoadArea.GetGeometryN(i);
            foreach (LineString ring in polygon.Holes.Prepend(polygon.Shell))
            {
                yield return [.. ring.Coordinates.Select(c => new Vector2D(c.X, c.Y))];
            }
        }
    }

    private IEnumerable<Vector2D> Sampled(IReadOnlyList<Vector2D> line)
    {
        double rest = 0;
        for (int i = 1; i < line.Count; i++)
        {
            Vector2D along = line[i] - line[i - 1];
            for (; rest < along.Length; rest += Spacing)
            {
                yield return line[i - 1] + (rest * along.Normalized()) + (Displacement * along.Normalized().Left);
            }

            rest -= along.Length;
        }
    }

    private static bool IsHidden(Camera camera, GroundPlan plan, Vector2D place)
    {
        Coordinate[] sight = [new(camera.Place.X, camera.Place.Y), new(place.X, place.Y)];
        LineString line = GeometryFactory.Default.CreateLineString(sight);
        return plan.BuildingsIn(line.EnvelopeInternal).Any(building => MapPolygon.Create(building.Corners).Intersects(line));
    }

    // Well above asphalt and pavement towards the duller of kerb and yellow paint, in the light of the place.
    private static double Threshold(GroundPlan plan, SceneLook look, Vector2D place)
    {
        double asphalt = Luminance(look.Ground[(int)Material.Asphalt]);
        double mark = Math.Min(Luminance(look.Ground[(int)Material.Kerb]), Luminance(look.Ground[(int)Material.YellowPaint]));
        using SKPath shadows = BuildingShadows.In(plan, new Envelope(new Coordinate(place.X, place.Y)), look);
        double light = look.ShadowStrength > 0 && shadows.Contains((float)place.X, (float)place.Y) ? 1 - look.ShadowStrength : 1;
        return light * (asphalt + (0.62 * (mark - asphalt)));
    }

    private bool IsMarked(SKBitmap image, int u, int v, double threshold)
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
