using System.Text.Json;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;
using SkiaSharp;

namespace MapDet.Stage2.Tests.Commands;

public sealed class EvalCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Anybodys_predictions_are_scored_and_taken_apart()
    {
        string curves = _folder.File("curves");

        ProgramResult result = await MapDetProgram.RunAsync([.. Files(), "--curves", curves, "--rings", "5,15", "--output", _folder.File("metrics.json")]);

        result.Expect(ExitCode.Success);
        Assert.Equal(1.0 / 3, Root(_folder.File("metrics.json")).GetProperty("mAP").GetDouble(), 1e-6);
        JsonElement curve = Root(Path.Combine(curves, "precision_recall.json")).GetProperty("curves")[0];
        Assert.Equal(("divider", 0.5), (curve.GetProperty("class").GetString(), curve.GetProperty("threshold").GetDouble()));
        Assert.Equal([1.0], curve.GetProperty("recall").EnumerateArray().Select(v => v.GetDouble()));
        JsonElement[] rings = [.. Root(Path.Combine(curves, "error_by_distance.json")).GetProperty("rings").EnumerateArray().Take(3)];
        Assert.Equal([0.0, 5.0, 15.0], rings.Select(r => r.GetProperty("from").GetDouble()));
        Assert.Equal([0, 1, 0], rings.Select(r => r.GetProperty("truePositives").GetInt32()));
        Assert.All(["precision_recall.png", "error_by_distance.png"], name =>
        {
            using SKBitmap picture = SKBitmap.Decode(Path.Combine(curves, name));
            Assert.True(picture.Width > 1000, name);
        });
    }

    [Theory]
    [InlineData("--rings", "10,20", "--rings belongs to --curves")]
    [InlineData("--rings", "20,10", "rising distances")]
    [InlineData("--rings", "0,10", "rising distances")]
    [InlineData("--rings", "near", "rising distances")]
    public async Task Rings_that_can_not_be_used_are_explained(string flag, string value, string message)
    {
        ProgramResult result = await MapDetProgram.RunAsync([.. Files(), flag, value]);

        result.Expect(ExitCode.BadInput);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_in_a_file_is_named_with_sample_and_place()
    {
        string[] files = Files(y: "NaN");

        ProgramResult result = await MapDetProgram.RunAsync(files);

        result.Expect(ExitCode.BadInput);
        Assert.Contains("nuscmap_results.json, record 'sample-1', field 'vectors[0].pts[1][1]': is NaN", result.Error, StringComparison.Ordinal);
    }

    private string[] Files(string y = "10")
    {
        string predictions = _folder.File("nuscmap_results.json");
        string annotations = _folder.File("nuscenes_map_anns_val.json");
        File.WriteAllText(predictions, $$"""{"meta":{},"results":[{"sample_token":"sample-1","vectors":[{"pts":[[2,0],[2,{{y}}]],"type":0,"confidence_level":0.5}]}]}""");
        File.WriteAllText(annotations, """{"GTs":[{"sample_token":"sample-1","vectors":[{"pts":[[2.1,0],[2.1,10]],"type":0}]}]}""");
        return ["eval", "--predictions", predictions, "--annotations", annotations];
    }

    private static JsonElement Root(string path)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
        return json.RootElement.Clone();
    }
}
