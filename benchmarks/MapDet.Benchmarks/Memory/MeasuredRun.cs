using System.Text.Json;
using MapDet.Core;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.NuScenes;
using MapDet.Training;
using MapDet.Training.Loop;
using MapDet.Training.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TorchSharp;

namespace MapDet.Benchmarks.Memory;

/// <summary>A real training of some steps in the process that is measured: a child, so that nothing else counts.</summary>
internal static class MeasuredRun
{
    public const string Name = "memory-child";

    /// <summary>Trains and prints a <see cref="MemoryFigures"/> as JSON.</summary>
    /// <param name="args">The file of the run's <see cref="MeasuredSettings"/>.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        MeasuredSettings settings = MeasuredSettings.Load(args[0]);
        using IHost host = Create(settings);
        torch.zeros(1).Dispose();
        long baseline = ProcessMemory.ResidentBytes();
        await host.Services.GetRequiredService<ITrainer>().TrainAsync().ConfigureAwait(false);
        Console.Out.WriteLine(JsonSerializer.Serialize(new MemoryFigures(baseline, ProcessMemory.PeakBytes())));
        return 0;
    }

    /// <summary>Makes the ground-truth caches, so that the run finds them.</summary>
    public static async Task<(int Training, int Validation)> PrepareAsync(MeasuredSettings settings, CancellationToken cancellationToken)
    {
        using IHost host = Create(settings);
        IMapDatasetProvider data = host.Services.GetRequiredService<IMapDatasetProvider>();
        IMapDataset training = await data.OpenAsync(DatasetRole.Train, cancellationToken).ConfigureAwait(false);
        IMapDataset validation = await data.OpenAsync(DatasetRole.Validation, cancellationToken).ConfigureAwait(false);
        return (training.Count, validation.Count);
    }

    private static IHost Create(MeasuredSettings settings)
    {
        RunConfiguration run = RunConfiguration.Load(settings.Configuration);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(new BatchLoaderOptions { Workers = settings.Workers });
        builder.Services.AddSingleton<ITrainingLog>(new ConsoleTrainingLog(TextWriter.Null));
        return builder
            .AddMapDet(model =>
            {
                model.Preset = run.Model.Preset;
                model.Configure = _ => run.Model;
            })
            .AddNuScenes(data =>
            {
                data.DataRoot = settings.DataRoot;
                data.Version = MeasuredSettings.Version;
                data.TrainCache = settings.Configuration + ".train.arrow";
                data.ValidationCache = settings.Configuration + ".val.arrow";
                data.Range = run.Model.Range;
                data.PointCount = run.Model.Queries.NumPoints;
            })
            .AddStage2Training(_ => run.Training)
            .Build();
    }
}
