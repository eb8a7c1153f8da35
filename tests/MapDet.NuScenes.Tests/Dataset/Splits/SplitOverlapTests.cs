using System.Text.Json;
using CsCheck;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.Dataset.Splits;
using MapDet.NuScenes.Tables;
using MapDet.NuScenes.Tests.GroundTruth;

namespace MapDet.NuScenes.Tests.Dataset.Splits;

public sealed class SplitOverlapTests
{
    private const string Town = "boston-seaport";
    private const string OtherTown = "singapore-onenorth";

    [Fact]
    public void Samples_are_counted_by_their_distance_to_the_nearest_training_sample()
    {
        PlacedSample[] training = [At(0, 0), At(1000, 0)];
        PlacedSample[] evaluated = [At(0, 0.5), At(3, 4), At(990, 0), At(500, 0), At(0, 0, OtherTown)];

        SplitOverlap overlap = SplitOverlap.Measure(training, evaluated);

        Assert.Equal([0.5, 5.0, 10.0, 500.0, null], overlap.Samples.Select(sample => sample.Metres));
        Assert.Equal(training[1], overlap.Samples[2].Nearest);
        Assert.Equal([1, 1, 1, 2, 3, 3, 3], overlap.All.Nearer.Select(count => count.Samples));
        Assert.Equal(0.6, overlap.All.Nearer[^1].Share, tolerance: 1e-12);
        Assert.Equal((5, 1, 1), (overlap.All.Samples, overlap.All.Beyond, overlap.All.OtherTown));
    }

    [Fact]
    public void A_location_without_a_training_sample_is_another_town_without_a_median()
    {
        SplitOverlap overlap = SplitOverlap.Measure([At(0, 0)], [At(0, 1), At(0, 0, OtherTown), At(1, 0, OtherTown)]);

        Assert.Equal([Town, OtherTown], overlap.Locations.Keys);
        Assert.Equal((2, 2, 0), (overlap.Locations[OtherTown].Samples, overlap.Locations[OtherTown].OtherTown, overlap.Locations[OtherTown].Beyond));
        Assert.Null(overlap.Locations[OtherTown].Median);
        Assert.Equal(1, overlap.Locations[Town].Median);
    }

    [Fact]
    public void Quantiles_lie_between_neighbours_in_rank()
    {
        SplitOverlap overlap = SplitOverlap.Measure([At(0, 0)], [At(10, 0), At(20, 0), At(30, 0), At(40, 0)]);

        Assert.Equal(25, overlap.All.Median!.Value, tolerance: 1e-9);
        Assert.All(
            overlap.All.Quantiles.Zip([11.5, 17.5, 25, 32.5, 38.5]), pair => Assert.Equal(pair.Second, pair.First.Metres, tolerance: 1e-9));
    }

    [Fact]
    public void The_nearest_sample_is_the_one_that_a_look_at_all_of_them_finds() =>
        Gen.Select(Places(1, 60), Places(1, 30)).Sample(
            (training, evaluated) =>
            {
                SplitOverlap overlap = SplitOverlap.Measure(training, evaluated);

                Assert.Equal(
                    evaluated.Select(sample => training.Where(t => t.Location == sample.Location)
                        .Select(t => (double?)t.Position.DistanceTo(sample.Position)).Min()),
                    overlap.Samples.Select(sample => sample.Metres));
            },
            iter: 200);

    [Fact]
    public void The_place_of_a_sample_is_that_of_its_lidar_in_the_order_of_the_samples()
    {
        NuScenesTables tables = GoldenCache.Tables;

        IReadOnlyList<PlacedSample> placed = PlacedSample.Of(new NuScenesFrames(tables).ReadFrames());

        Assert.Equal(tables.Samples.Select(pair => (pair.Sample.Token, pair.Scene.Name, pair.Scene.Location)), placed.Select(p => (p.Token, p.Scene, p.Location)));
        Assert.All(placed, p =>
        {
            MapFrame frame = tables.MapFrame(tables.FindSample(p.Token)!.Sample);
            Assert.Equal((frame.CenterX, frame.CenterY), (p.Position.X, p.Position.Y));
        });
    }

    [Fact]
    public void The_file_holds_the_distribution_and_every_distance()
    {
        using TemporaryFolder folder = new();
        SplitOverlap overlap = SplitOverlap.Measure([At(0, 0)], [At(0, 3), At(5, 5, OtherTown)]);

        SplitOverlapFile.Write(folder["overlap.json"], overlap, NuScenesVersions.TrainVal, "train", "val");

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["overlap.json"]));
        JsonElement root = json.RootElement;
        Assert.Equal(2, root.GetProperty("all").GetProperty("samples").GetInt32());
        JsonElement within5 = root.GetProperty("all").GetProperty("nearer")[2];
        Assert.Equal((5.0, 1, 0.5), (within5.GetProperty("metres").GetDouble(), within5.GetProperty("samples").GetInt32(), within5.GetProperty("share").GetDouble()));
        Assert.Equal(1, root.GetProperty("locations").GetProperty(OtherTown).GetProperty("otherTown").GetInt32());
        Assert.Equal(3, root.GetProperty("samples")[0].GetProperty("metres").GetDouble());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("samples")[1].GetProperty("metres").ValueKind);
    }

    private static PlacedSample At(double x, double y, string location = Town) =>
        new(FormattableString.Invariant($"{location} {x} {y}"), "scene-0001", location, new Point2(x, y));

    private static Gen<PlacedSample[]> Places(int least, int most) =>
        Gen.Select(Gen.Double[0, 300], Gen.Double[0, 300], Gen.Bool, (x, y, isOther) => At(x, y, isOther ? OtherTown : Town)).Array[least, most];
}
