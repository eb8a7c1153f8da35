using System.Text.Json;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Tests.Dataset;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;

namespace MapDet.Stage2.Tests.EndToEnd;

[Collection(SmallWorldTests.Name)]
public sealed class MovedWorldTests(SmallWorld world) : IDisposable
{
    // Metres, and scores: the model computes in float32.
    private const double Tolerance = 1e-4;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_predicts_the_same_in_a_world_that_was_turned_and_shifted_as_a_whole()
    {
        string moved = _folder.File("moved");
        MovedWorld.Write(world.Root, moved, RigidTransform.FromYaw(2.1, new Point3(-350.25, 812.5, 17.75)));
        CopyPictures(moved);
        string run = _folder.File("run");
        (await MapDetProgram.RunAsync(world.Training(run, 3))).Expect(ExitCode.Success);

        double[][][] expected = await PredictAsync(run, world.Root, "still");
        double[][][] actual = await PredictAsync(run, moved, "moved");

        // Rounding may exchange detections of all but equal scores, and so the last of the fifty with the first that is left out.
        Assert.Equal(4, expected.Length);
        Assert.All(expected.Zip(actual), sample => Assert.All(
            sample.First.Take(40), detection => Assert.Contains(sample.Second, candidate => AreEqual(detection, candidate))));
    }

    private static bool AreEqual(double[] left, double[] right) => left.Zip(right).All(pair => Math.Abs(pair.First - pair.Second) < Tolerance);

    private void CopyPictures(string target)
    {
        string source = Path.Combine(world.Root, "samples");
        foreach (string picture in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, "samples", Path.GetRelativePath(source, picture));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(picture, copy);
        }
    }

    /// <summary>For each sample, for each of its detections: class, score and the coordinates of its points.</summary>
    private async Task<double[][][]> PredictAsync(string run, string dataRoot, string name)
    {
        string[] split = ["--dataroot", dataRoot, "--version", "v1.0-mini", "--split", "val", "--gt-cache", _folder.File($"{name}.arrow")];
        string file = _folder.File($"{name}.json");
        (await MapDetProgram.RunAsync(["predict", "--checkpoint", run, .. split, "--output", file])).Expect(ExitCode.Success);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
        return
        [
            .. json.RootElement.GetProperty("results").EnumerateArray().Select(sample =>
                sample.GetProperty("vectors").EnumerateArray().Select(Numbers).ToArray()),
        ];
    }

    private static double[] Numbers(JsonElement detection) =>
    [
        detection.GetProperty("type").GetDouble(),
        detection.GetProperty("confidence_level").GetDouble(),
        .. detection.GetProperty("pts").EnumerateArray().SelectMany(point => point.EnumerateArray().Select(coordinate => coordinate.GetDouble())),
    ];
}
