using MapDet.Core;
using MapDet.Training.Loop;
using MapDet.Training.Telemetry;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Telemetry;

public sealed class TrainingHistoryTests : IDisposable
{
    private const string Step = """{"type":"step","step":1,"epoch":1,"loss_cls":1.5,"loss_pts":null,"skipped":true}""";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_reads_back_as_it_was()
    {
        using MetricsFileObserver metrics = new();
        FakeRun run = new(_folder.Path) { MoreObservers = [metrics] };
        await run.TrainAsync();

        TrainingHistory history = TrainingHistory.Read(_folder.Path);

        Assert.Equal(run.Observer.Steps.Select(s => (s.Step, s.Epoch, s.Loss, s.Rates, s.Gradients)), history.Steps.Select(s => (s.Step, s.Epoch, s.Loss, s.Rates, s.Gradients)));
        Assert.Equal(run.Observer.Steps.Select(s => s.SamplesPerSecond), history.Steps.Select(s => s.SamplesPerSecond));
        Assert.Equal(run.Observer.Steps.Select(s => (double)s.MemoryBytes), history.Steps.Select(s => s.MemoryBytes));
        Assert.Equal(
            run.Observer.Evaluations.Select(e => (e.Step, e.Metrics.MeanAveragePrecision, e.IsBest)),
            history.Evaluations.Select(e => (e.Step, e.MeanAveragePrecision, e.IsBest)));
        Assert.Equal(3, history.Evaluations[0].ClassPrecisions.Length);
    }

    [Fact]
    public async Task It_can_be_read_while_the_run_writes_it()
    {
        List<int> counts = [];
        using MetricsFileObserver metrics = new();

        await new FakeRun(_folder.Path) { MoreObservers = [metrics, new Reader(_folder.Path, counts)] }.TrainAsync();

        Assert.Equal(Enumerable.Range(1, 12), counts);
    }

    [Fact]
    public void A_last_line_that_is_not_whole_is_left_out_and_what_is_null_is_no_number()
    {
        LoggedStep step = Assert.Single(Read(Step + "\n" + """{"type":"step","st""").Steps);

        Assert.Equal((1, 1.5), (step.Step, step.Loss.Classification));
        Assert.True(double.IsNaN(step.Loss.Points));
        Assert.True(step.IsSkipped);
    }

    [Theory]
    [InlineData("""{"type":"step","st""", null)]
    [InlineData("[1]", null)]
    [InlineData("""{"type":"loss","step":1}""", "type")]
    [InlineData("""{"step":1}""", "type")]
    [InlineData("""{"type":"step","step":"1","epoch":1}""", "step")]
    [InlineData("""{"type":"step","step":1.5,"epoch":1}""", "step")]
    [InlineData("""{"type":"step","step":1,"epoch":1,"loss_pts":"low"}""", "loss_pts")]
    [InlineData("""{"type":"evaluation","step":1,"epoch":1,"mAP":0.5,"best":1}""", "best")]
    public void A_line_that_is_none_of_ours_is_named(string line, string? field)
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => Read(Step + "\n" + line + "\n"));

        Assert.Equal((_folder["metrics.jsonl"], "line 2", field), (e.File, e.Record, e.Field));
    }

    [Fact]
    public void A_folder_without_the_file_is_refused_by_name()
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => TrainingHistory.Read(_folder.Path));

        Assert.Equal(_folder["metrics.jsonl"], e.File);
    }

    private TrainingHistory Read(string text)
    {
        File.WriteAllText(_folder["metrics.jsonl"], text);
        return TrainingHistory.Read(_folder["metrics.jsonl"]);
    }

    private sealed class Reader(string folder, List<int> counts) : ITrainingObserver
    {
        public void OnStepFinished(TrainingStep step) => counts.Add(TrainingHistory.Read(folder).Steps.Length);
    }
}
