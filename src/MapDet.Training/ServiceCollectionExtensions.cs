using MapDet.Core;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Evaluation;
using MapDet.Core.Imaging;
using MapDet.Core.Losses;
using MapDet.Training.Loop;
using MapDet.Training.Preflight;
using MapDet.Training.Preflight.Checks;
using MapDet.Training.Telemetry;
using MapDet.Training.VisionPretraining;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MapDet.Training;

/// <summary>Registers the training of Stage 2.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="ITrainer"/>, <see cref="IVisionPretrainer"/>, <see cref="ModelEvaluator"/>, the observers that write log, metrics and
    /// events, and <see cref="TrainingOptions"/> (as itself and as <see cref="IOptions{TOptions}"/>), which are checked when the
    /// application starts. The options begin as those of the model's preset.
    /// </summary>
    /// <remarks>
    /// Every registered <see cref="ITrainingObserver"/> is told what happens in a run, every registered <see cref="ITrainingHook"/> may act on it.
    /// Loader, criterion and metric are those of the core package unless others were registered before; model factory and data sets are
    /// registered by the other packages.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the preset's options; may be given several times, each going on from the one before.</param>
    public static IServiceCollection AddStage2Training(
        this IServiceCollection services, Func<TrainingOptions, TrainingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
        {
            services.AddSingleton(new TrainingOptionsChange(configure));
        }

        services.AddOptionsWithValidateOnStart<TrainingOptions>();
        services.TryAddSingleton<IOptionsFactory<TrainingOptions>, TrainingOptionsFactory>();
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<TrainingOptions>>().Value);
        services.TryAddSingleton(TimeProvider.System);
        AddCoreDefaults(services);
        services.TryAddSingleton<ITrainingLog>(_ => new ConsoleTrainingLog(Console.Out));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITrainingObserver, TrainingLogObserver>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITrainingObserver, MetricsFileObserver>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITrainingObserver, TensorBoardObserver>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITrainingObserver, TrainingMeter>());
        AddPreflight(services);
        services.TryAddSingleton<IVisionPretrainer>(provider => new VisionPretrainer(
            provider.GetRequiredService<IMapBatchLoader>(), provider.GetService<ILogger<VisionPretrainer>>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new ModelEvaluator(provider.GetRequiredService<IMapBatchLoader>(), MetricFactory(provider)));
        services.TryAddTransient<ITrainer>(provider => new Stage2Trainer(
            new TrainingComponents(
                provider.GetRequiredService<IMapDatasetProvider>(),
                provider.GetRequiredService<IMapBatchLoader>(),
                provider.GetRequiredService<IMapModelFactory>(),
                provider.GetRequiredService<ISetCriterion>(),
                MetricFactory(provider)),
            provider.GetRequiredService<MapDetOptions>(),
            provider.GetRequiredService<TrainingOptions>(),
            provider.GetServices<ITrainingObserver>(),
            provider.GetServices<IRunConfigurationSection>(),
            provider.GetService<ILogger<Stage2Trainer>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetServices<ITrainingHook>(),
            provider.GetServices<IPreflightCheck>()));
        return services;
    }

    /// <summary>Registers the same in an application.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="configure">Changes the preset's options.</param>
    public static MapDetHostBuilder AddStage2Training(
        this MapDetHostBuilder builder, Func<TrainingOptions, TrainingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddStage2Training(configure);
        return builder;
    }

    private static void AddPreflight(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPreflightCheck, DataCheck>(
            provider => new DataCheck(provider.GetRequiredService<IMapBatchLoader>())));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPreflightCheck, GroundTruthCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPreflightCheck, SampleCountCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPreflightCheck, RecipeCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPreflightCheck, DeviceCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPreflightCheck, MemoryCheck>(
            provider => new MemoryCheck(provider.GetRequiredService<BatchLoaderOptions>())));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPreflightCheck, TrainedPartsCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPreflightCheck, FrozenModeCheck>());
    }

    private static void AddCoreDefaults(IServiceCollection services)
    {
        services.TryAddSingleton(new BatchLoaderOptions());
        services.TryAddSingleton(provider => new ImageTensorLoader(
            provider.GetRequiredService<MapDetOptions>().Images, provider.GetService<ILogger<ImageTensorLoader>>()));
        services.TryAddSingleton<SurroundInputLoader>();
        services.TryAddSingleton<IMapBatchLoader>(provider => new MapBatchLoader(
            provider.GetRequiredService<SurroundInputLoader>(), provider.GetRequiredService<BatchLoaderOptions>()));
        services.TryAddSingleton(provider => SetCriterionFactory.Create(
            provider.GetRequiredService<MapDetOptions>().Criterion, provider.GetRequiredService<MapDetOptions>().Range));
        services.TryAddTransient<IMapMetric>(_ => new ChamferAveragePrecision());
    }

    // A metric collects the predictions of one evaluation, so it is registered as transient.
    private static Func<IMapMetric> MetricFactory(IServiceProvider provider) => provider.GetRequiredService<IMapMetric>;
}
