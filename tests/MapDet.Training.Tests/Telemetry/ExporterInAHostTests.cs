using MapDet.Core;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Training.Loop;
using MapDet.Training.Telemetry;
using MapDet.Training.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace MapDet.Training.Tests.Telemetry;

[Collection(nameof(AloneInTheProcess))]
public sealed class ExporterInAHostTests
{
    [Fact]
    public async Task An_application_adds_an_exporter_beside_the_training()
    {
        using TemporaryFolder folder = new();
        List<MetricSnapshot> metrics = [];
        List<System.Diagnostics.Activity> spans = [];
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<ITrainingLog>(new ConsoleTrainingLog(TextWriter.Null));
        builder.Services
            .AddSingleton<IMapDatasetProvider>(new FakeDatasetProvider(new FakeDataset(4, points: 20), new FakeDataset(2, points: 20)))
            .AddSingleton<IMapBatchLoader>(new FakeBatchLoader())
            .AddSingleton<IMapModelFactory>(new LinearMapModelFactory());
        builder.Services.AddOpenTelemetry()
            .WithMetrics(m => m.AddMeter(TrainingMeter.Name).AddInMemoryExporter(metrics))
            .WithTracing(t => t.AddSource(TrainingMeter.Name).AddInMemoryExporter(spans));
        using (IHost host = builder.AddMapDet(o => o.Preset = "tiny").AddStage2Training(o => o with { OutputDirectory = folder.Path, MaxSteps = 2 }).Build())
        {
            await host.StartAsync();
            await host.Services.GetRequiredService<ITrainer>().TrainAsync();
            await host.StopAsync();
        }

        Assert.Equal(2, metrics.Last(m => m.Name == "mapdet.training.step.duration").MetricPoints[0].GetHistogramCount());
        Assert.Equal(4, metrics.Last(m => m.Name == "mapdet.training.loss").MetricPoints.Count);
        Assert.Equal(2, spans.Count(s => s.DisplayName == "step"));
    }
}
