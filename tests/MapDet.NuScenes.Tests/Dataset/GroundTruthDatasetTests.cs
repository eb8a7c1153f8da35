using System.Text.Json.Nodes;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Imaging;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Tables;
using MapDet.NuScenes.Tests.GroundTruth;

namespace MapDet.NuScenes.Tests.Dataset;

public sealed class GroundTruthDatasetTests
{
    private static readonly JsonArray Samples = GoldenFiles.Json("tables.json")["samples"]!.AsArray();

    public static TheoryData<string> Tokens => [.. Samples.Select(sample => sample!["token"]!.GetValue<string>())];

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Cameras_project_map_points_where_the_matrices_of_the_reference_do(string token)
    {
        JsonNode expected = Samples.Single(sample => sample!["token"]!.GetValue<string>() == token)!;
        SurroundFrame frame = new NuScenesFrames(GoldenCache.Tables)[token];
        RigidTransform worldToLidar = GoldenCache.Tables.LidarToWorld(GoldenCache.Tables.FindSample(token)!.Sample).Inverse();
        Point3[] mapPoints = [new(0, 12, 0), new(12, 3, 0), new(-12, 3, 0), new(0, -12, 0), new(-6, -8, 0.5), new(6, -8, 1.5)];

        foreach (CameraFrame camera in frame.Cameras)
        {
            double[] m = [.. Camera(expected, camera.Camera.Channel)["lidar2img"]!.AsArray().SelectMany(row => row!.Numbers())];
            foreach (Point3 point in mapPoints)
            {
                Point3 p = worldToLidar.Apply(frame.MapFrame.ToWorld().Apply(point));
                double depth = (m[8] * p.X) + (m[9] * p.Y) + (m[10] * p.Z) + m[11];
                double u = ((m[0] * p.X) + (m[1] * p.Y) + (m[2] * p.Z) + m[3]) / depth;
                double v = ((m[4] * p.X) + (m[5] * p.Y) + (m[6] * p.Z) + m[7]) / depth;

                ImagePoint projected = camera.Camera.Project(point);

                Assert.Equal(depth, projected.Depth, 1e-6);
                Assert.Equal(u, projected.U, 1e-3 + (1e-6 * Math.Abs(u)));
                Assert.Equal(v, projected.V, 1e-3 + (1e-6 * Math.Abs(v)));
            }
        }
    }

    [Fact]
    public void Cameras_stand_in_their_order_with_images_below_the_data_root()
    {
        SurroundFrame frame = new NuScenesFrames(GoldenCache.Tables)[Samples[0]!["token"]!.GetValue<string>()];

        Assert.Equal(CameraChannels.All, frame.Cameras.Select(camera => camera.Camera.Channel));
        Assert.All(frame.Cameras, camera => Assert.True(File.Exists(camera.ImagePath)));
        Assert.All(frame.Cameras, camera => Assert.Equal((1600, 900), (camera.Camera.Width, camera.Camera.Height)));
    }

    [Fact]
    public void The_ground_of_the_map_frame_is_at_the_height_of_the_lidar_records_ego_pose()
    {
        foreach (JsonNode? sample in Samples)
        {
            SurroundFrame frame = new NuScenesFrames(GoldenCache.Tables)[sample!["token"]!.GetValue<string>()];

            Assert.Equal(sample["ego2global_translation"]![2]!.GetValue<double>(), frame.MapFrame.GroundHeight);
        }
    }

    [Fact]
    public async Task A_data_set_joins_tables_and_cache()
    {
        using TemporaryFolder folder = new();
        GroundTruthCache cache = await GoldenCache.BuildAsync(folder["all.arrow"]);
        using GroundTruthDataset dataset = new(GoldenCache.Frames, cache);

        Assert.Equal(("all", 16, cache.Info.Hash), (dataset.Name, dataset.Count, dataset.GroundTruthHash));
        for (int i = 0; i < dataset.Count; i++)
        {
            MapSample sample = dataset[i];
            Assert.Equal(GoldenCache.Tables.Samples[i].Sample.Token, sample.Token);
            Assert.Equal(GoldenCache.Tables.Samples[i].Sample.Timestamp, sample.Timestamp);
            Assert.Equal(cache[i].Elements.Length, sample.Elements.Length);
        }

        Assert.Contains(Enumerable.Range(0, dataset.Count), i => dataset[i].Elements.IsEmpty);
    }

    [Fact]
    public void A_missing_image_does_no_harm_before_it_is_needed()
    {
        NuScenesTables tables = NuScenesTables.Load(GoldenFiles.Path("broken", "base"), NuScenesVersions.Mini);

        SurroundFrame frame = new NuScenesFrames(tables)[tables.Samples[0].Sample.Token];

        Assert.All(frame.Cameras, camera => Assert.False(File.Exists(camera.ImagePath)));
    }

    [Fact]
    public async Task A_missing_image_is_named_with_its_sample_when_it_is_needed()
    {
        using TemporaryFolder folder = new();
        NuScenesTables tables = NuScenesTables.Load(GoldenFiles.Path("broken", "base"), NuScenesVersions.Mini);
        await new GroundTruthCacheBuilder().BuildAsync(GoldenCache.Request(tables), folder["all.arrow"]);
        using GroundTruthDataset dataset = new(new NuScenesFrames(tables), GroundTruthCache.Open(folder["all.arrow"]));
        MapSample sample = dataset[0];
        ImageTensorLoader images = new(new ImageOptions());
        float[] pixels = new float[images.ValuesPerImage];

        InvalidInputException exception = Assert.Throws<InvalidInputException>(() =>
            images.Load(sample.Frame.Cameras[0], sample.Token, PictureChange.None, pixels));

        Assert.Equal((sample.Frame.Cameras[0].ImagePath, sample.Token, "CAM_FRONT"), (exception.File, exception.Record, exception.Field));
        Assert.StartsWith(Path.Combine(tables.DataRoot, "samples"), exception.File, StringComparison.Ordinal);
    }

    private static JsonNode Camera(JsonNode sample, string channel) =>
        sample["cams"]!.AsArray().Single(camera => camera!["channel"]!.GetValue<string>() == channel)!;
}
