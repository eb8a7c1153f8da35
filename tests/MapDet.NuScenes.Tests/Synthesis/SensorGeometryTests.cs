using MapDet.Core.Geometry;
using MapDet.NuScenes.Synthesis;
using MapDet.NuScenes.Synthesis.Drives;
using MapDet.NuScenes.Synthesis.Rendering;

namespace MapDet.NuScenes.Tests.Synthesis;

public sealed class SensorGeometryTests
{
    private readonly World _world = World.Create(new SynthesisOptions
    {
        Output = "unused",
        Scenes = ScenePlan.ForVersion("v1.0-mini", 10),
        SamplesPerScene = 20,
    });

    [Fact]
    public void Cameras_look_where_their_names_say()
    {
        Assert.All(_world.Drives, drive => Assert.All(drive.Rig.Where(sensor => sensor.IsCamera), sensor =>
        {
            RigidTransform mount = sensor.Mount.ToTransform();
            Assert.Equal(sensor.Channel.Contains("FRONT"), mount.Rotation(0, 2) > 0);
            Assert.Equal(sensor.Channel.Contains("LEFT"), mount.Rotation(1, 2) > 0.3);
            Assert.Equal(sensor.Channel.Contains("RIGHT"), mount.Rotation(1, 2) < -0.3);
            Assert.InRange(mount.Rotation(2, 1), -1, -0.99);
        }));
    }

    [Fact]
    public void The_lidar_points_its_x_axis_to_the_right()
    {
        Assert.All(_world.Drives, drive =>
        {
            RigidTransform mount = drive.Rig.Single(sensor => !sensor.IsCamera).Mount.ToTransform();
            Assert.InRange(mount.Yaw * 180 / Math.PI, -92, -88);
            Assert.InRange(mount.Translation.Z, 1.7, 2);
        });
    }

    [Fact]
    public void A_camera_projects_a_place_back_to_the_ray_that_met_it()
    {
        SceneDrive drive = _world.Drives[0];
        Camera camera = Camera.Of(drive, 1, drive.Rig[0]);
        Point3 ray = camera.Ray(700.5, 812.25);
        double reach = -camera.Place.Z / ray.Z;
        Point3 ground = new(camera.Place.X + (reach * ray.X), camera.Place.Y + (reach * ray.Y), 0);
        (float u, float v) = camera.Project(camera.ToCamera(ground));
        Assert.Equal(700.5, u, 0.01);
        Assert.Equal(812.25, v, 0.01);
    }

    [Fact]
    public void Vehicles_keep_to_the_road_and_move_at_a_plausible_speed()
    {
        Assert.All(_world.Drives, drive =>
        {
            Sensor lidar = drive.Rig[^1];
            for (int sample = 0; sample < 20; sample++)
            {
                Point3 place = drive.EgoPose(sample, lidar).Translation;
                Point3 next = drive.EgoPose(sample + 1, lidar).Translation;
                Assert.True(drive.Town.RoadArea.Covers(new NetTopologySuite.Geometries.Point(place.X, place.Y)));
                Assert.InRange(double.Hypot(next.X - place.X, next.Y - place.Y) / SceneDrive.Interval, 0.5, 12);
            }
        });
    }
}
