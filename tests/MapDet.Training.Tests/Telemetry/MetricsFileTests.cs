using System.Text.Json.Nodes;
using MapDet.Training.Loop;
using MapDet.Training.Telemetry;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Telemetry;

public sealed class MetricsFileTests
{
    [Fact]
    public async Task Every_logged_step_and_every_evaluation_is_one_json_object()
    {
        using TemporaryFolder folder = new();
        using MetricsFileObserver metrics = new();

        await new FakeRun(folder.Path) { MoreObservers = [metrics] }.TrainAsync();

        JsonNode[] lines = [.. File.ReadLines(folder["metrics.jsonl"]).Select(l => JsonNode.Parse(l)!)];
        JsonNode[] steps = [.. lines.Where(l => (string?)l["type"] == "step")];
        Assert.Equal(12, steps.Length);
        Assert.Equal(2, lines.Count(l => (string?)l["type"] == "evaluation"));
        Assert.All(steps, s => Assert.Equal((double)s["loss_total"]!, (double)s["loss_cls"]! + (double)s["loss_pts"]! + (double)s["loss_dir"]!, 1e-12));
        Assert.All(steps, s => Assert.True((long)s["memory_bytes"]! > 1_000_000));
        Assert.Null(steps[0]["run_seconds_left"]);
        Assert.All(steps[1..], s => Assert.True((double)s["run_seconds_left"]! >= (double)s["epoch_seconds_left"]!));
        Assert.All(lines.Where(l => (string?)l["type"] == "evaluation"), e => Assert.NotNull(e["AP_divider@0.5"]));
    }

    [Fact]
    public async Task A_resumed_run_forgets_what_was_written_behind_its_checkpoint()
    {
        using TemporaryFolder folder = new();
        using MetricsFileObserver metrics = new();
        await new FakeRun(folder.Path) { MoreObservers = [metrics] }.TrainAsync();
        Directory.Delete(folder["checkpoint_epoch_2"], recursive: true);
        await File.AppendAllTextAsync(folder["metrics.jsonl"], "{\"type\":\"step\",\"ste");

        await new FakeRun(folder.Path) { MoreObservers = [metrics] }.TrainAsync(o => o with { Resume = TrainingOptions.ResumeAuto });

        int[] steps =
        [
            .. File.ReadLines(folder["metrics.jsonl"]).Select(l => JsonNode.Parse(l)!).Where(l => (string?)l["type"] == "step").Select(l => (int)l["step"]!),
        ];
        Assert.Equal(Enumerable.Range(1, 12), steps);
    }
}
