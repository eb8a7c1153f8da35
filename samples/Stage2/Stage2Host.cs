using MapDet.Core;
using MapDet.Core.Batching;
using MapDet.NuScenes;
using MapDet.NuScenes.GroundTruth;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Progress;
using MapDet.Stage2.Settings;
using MapDet.Training;
using MapDet.Training.Loop;
using MapDet.Training.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MapDet.Stage2;

/// <summary>The whole composition.</summary>
internal static class Stage2Host
{
    /// <summary>Builds an application for a run.</summary>
    /// <param name="context">Where lines and progress go.</param>
    /// <param name="settings">The run.</param>
    /// <param name="configure">Adds services; null for none.</param>
    public static IHost Create(CommandContext context, Stage2Settings settings, Action<IServiceCollection>? configure = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.AddProvider(new DisplayLoggerProvider(context.Progress));
        builder.Services.AddSingleton<ITrainingLog>(new DisplayTrainingLog(context.Progress));
        builder.Services.AddSingleton<IRunConfigurationSection>(new DataSection(settings.Data));
        builder.Services.AddSingleton<IRunConfigurationSection>(new PretrainedSection(settings.Pretrained));
        builder.Services.AddSingleton(new BatchLoaderOptions { Workers = settings.Data.Workers });
        builder.Services.AddSingleton<IProgress<GroundTruthProgress>>(new GroundTruthLines(context.Progress));
        MapDetHostBuilder mapDet = builder
            .AddMapDet(model =>
            {
                model.Preset = settings.Model.Preset;
                model.Configure = _ => settings.Model;
            })
            .AddNuScenes(data =>
            {
                data.DataRoot = settings.Data.DataRoot ?? "";
                data.Version = settings.Data.Version ?? "";
                data.SplitFile = settings.Data.SplitFile;
                data.TrainSplit = settings.Data.TrainSplit;
                data.ValidationSplit = settings.Data.ValidationSplit;
                data.TrainCache = settings.Data.TrainCache;
                data.ValidationCache = settings.Data.ValidationCache;
                data.Range = settings.Model.Range;
                data.PointCount = settings.Model.Queries.NumPoints;
            })
            .AddStage2Training(_ => settings.Training);

        // Behind the observers that write files, so that what is added finds them written.
        configure?.Invoke(mapDet.Services);
        return mapDet.Build();
    }
}
