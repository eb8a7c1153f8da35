using MapDet.Core.Losses;
using MapDet.Training.Loop;
using MapDet.Training.Telemetry;
using MapDet.Training.Tests.Fakes;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace MapDet.Training.Tests.Telemetry;

/// <summary>What the SDK of OpenTelemetry collects from a run, through its in-memory exporter.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class TrainingMeterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<MetricSnapshot> _metrics = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_instrument_is_picked_up_with_its_unit_and_its_tags()
    {
        await TrainAsync(new FakeRun(_folder.Path));

        string[] parts = ["part=decoder", "part=qformer", "part=queries"];
        Assert.Equal(
            [
                ("mapdet.training.average_precision", "1", "class=boundary class=divider class=ped_crossing"),
                ("mapdet.training.data_wait", "s", ""),
                ("mapdet.training.evaluation.duration", "s", ""),
                ("mapdet.training.gradient_norm", "", string.Join(' ', parts)),
                ("mapdet.training.learning_rate", "", string.Join(' ', parts)),
                ("mapdet.training.loss", "", "term=cls term=dir term=pts term=total"),
                ("mapdet.training.map", "1", ""),
                ("mapdet.training.memory", "By", "kind=managed kind=resident"),
                ("mapdet.training.progress", "1", ""),
                ("mapdet.training.samples", "{sample}", ""),
                ("mapdet.training.speed", "{sample}/s", ""),
                ("mapdet.training.step.duration", "s", ""),
                ("mapdet.training.time_left", "s", "of=epoch of=run"),
            ],
            _metrics.Select(m => (m.Name, m.Unit, string.Join(' ', m.MetricPoints.Select(Tags).Order(StringComparer.Ordinal)))).Order());
        Assert.All(_metrics, m => Assert.Equal(TrainingMeter.Name, m.MeterName));
    }

    [Fact]
    public async Task Gauges_hold_the_last_step_and_counters_the_whole_run()
    {
        FakeRun run = new(_folder.Path);

        await TrainAsync(run);

        TrainingStep last = run.Observer.Steps[^1];
        Assert.Equal(last.Loss.Total, Point("mapdet.training.loss", "term=total").GetGaugeLastValueDouble());
        Assert.Equal(last.Loss.Points, Point("mapdet.training.loss", "term=pts").GetGaugeLastValueDouble());
        Assert.Equal(last.Rates.Decoder, Point("mapdet.training.learning_rate", "part=decoder").GetGaugeLastValueDouble());
        Assert.Equal(last.Gradients.QFormer, Point("mapdet.training.gradient_norm", "part=qformer").GetGaugeLastValueDouble());
        Assert.Equal(last.SamplesPerSecond, Point("mapdet.training.speed").GetGaugeLastValueDouble());
        Assert.Equal(1, Point("mapdet.training.progress").GetGaugeLastValueDouble());
        Assert.Equal(run.Observer.Evaluations[^1].Metrics.MeanAveragePrecision, Point("mapdet.training.map").GetGaugeLastValueDouble());
        Assert.Equal(22, Point("mapdet.training.samples").GetSumLong());
        Assert.Equal(12, Point("mapdet.training.step.duration").GetHistogramCount());
        Assert.Equal(run.Observer.Steps.Sum(s => s.DataWait.TotalSeconds), Point("mapdet.training.data_wait").GetHistogramSum(), tolerance: 1e-9);
        Assert.True(Point("mapdet.training.memory", "kind=resident").GetGaugeLastValueLong() > Point("mapdet.training.memory", "kind=managed").GetGaugeLastValueLong());
    }

    [Fact]
    public async Task A_skipped_step_is_counted_and_leaves_the_gauges_alone()
    {
        FakeRun run = new(_folder.Path)
        {
            Criterion = new PoisonedCriterion(new SetCriterion(FakeRun.ModelOptions.Criterion, FakeRun.ModelOptions.Range), call => call == 3),
        };

        await TrainAsync(run, o => o with { MaxSteps = 3 });

        Assert.Equal(1, Point("mapdet.training.skipped_steps").GetSumLong());
        Assert.Equal(4, Point("mapdet.training.samples").GetSumLong());
        Assert.Equal(run.Observer.Steps[1].Loss.Total, Point("mapdet.training.loss", "term=total").GetGaugeLastValueDouble());
    }

    [Fact]
    public async Task Steps_evaluations_and_checkpoints_are_traced()
    {
        List<System.Diagnostics.Activity> spans = [];
        using (Sdk.CreateTracerProviderBuilder().AddSource(TrainingMeter.Name).AddInMemoryExporter(spans).Build())
        {
            await new FakeRun(_folder.Path).TrainAsync();
        }

        Assert.Equal(
            [("checkpoint", 2), ("evaluation", 2), ("step", 12)],
            spans.GroupBy(s => s.DisplayName).Select(g => (g.Key, g.Count())).Order());
    }

    private async Task TrainAsync(FakeRun run, Func<TrainingOptions, TrainingOptions>? change = null)
    {
        using TrainingMeter meter = new();

        // Collects once, when it is disposed.
        using MeterProvider provider = Sdk.CreateMeterProviderBuilder().AddMeter(TrainingMeter.Name).AddInMemoryExporter(_metrics).Build();
        await new FakeRun(_folder.Path) { Observer = run.Observer, Criterion = run.Criterion, MoreObservers = [meter] }.TrainAsync(change);
    }

    private MetricPoint Point(string name, string tags = "") => _metrics.Single(m => m.Name == name).MetricPoints.Single(p => Tags(p) == tags);

    private static string Tags(MetricPoint point)
    {
        List<string> tags = [];
        foreach (KeyValuePair<string, object?> tag in point.Tags)
        {
            tags.Add($"{tag.Key}={tag.Value}");
        }

        return string.Join(',', tags);
    }
}
