using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Evaluation;
using MapDet.Core.Imaging;
using MapDet.Core.Losses;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MapDet.Core;

/// <summary>Registers the model and its stages.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IMapModelFactory"/>, a factory for each stage, <see cref="IMapBatchLoader"/>, <see cref="ISetCriterion"/>,
    /// <see cref="IMapMetric"/> (a new one each time), and <see cref="MapDetOptions"/> (as itself and as
    /// <see cref="IOptions{TOptions}"/>), which are checked when the application starts.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Chooses and changes the preset.</param>
    /// <returns>A builder that replaces stages.</returns>
    public static MapDetBuilder AddMapDet(this IServiceCollection services, Action<MapDetSetup>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptionsWithValidateOnStart<MapDetOptions>();
        services.Configure(configure ?? (_ => { }));
        services.TryAddSingleton<IOptionsFactory<MapDetOptions>, MapDetOptionsFactory>();
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<MapDetOptions>>().Value);
        services.TryAddSingleton<IStageFactory<IVisionEncoder>>(new DelegateStageFactory<IVisionEncoder>(DefaultStages.CreateVisionEncoder));
        services.TryAddSingleton<IStageFactory<ISceneEncoder>>(new DelegateStageFactory<ISceneEncoder>(DefaultStages.CreateSceneEncoder));
        services.TryAddSingleton<IStageFactory<ILanguageModel>>(new DelegateStageFactory<ILanguageModel>(DefaultStages.CreateLanguageModel));
        services.TryAddSingleton<IStageFactory<IMapDecoder>>(new DelegateStageFactory<IMapDecoder>(DefaultStages.CreateDecoder));
        services.TryAddSingleton<IMapModelFactory, MapDetModelFactory>();
        AddDataPath(services);
        return new MapDetBuilder(services);
    }

    /// <summary>Registers the same in an application builder and opens the chain that the other packages go on with.</summary>
    /// <param name="builder">The application builder.</param>
    /// <param name="configure">Chooses and changes the preset.</param>
    public static MapDetHostBuilder AddMapDet(this HostApplicationBuilder builder, Action<MapDetSetup>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new MapDetHostBuilder(builder, builder.Services.AddMapDet(configure));
    }

    private static void AddDataPath(IServiceCollection services)
    {
        services.TryAddSingleton(new BatchLoaderOptions());
        services.TryAddSingleton(provider => new ImageTensorLoader(
            provider.GetRequiredService<MapDetOptions>().Images, provider.GetService<ILogger<ImageTensorLoader>>()));
        services.TryAddSingleton<SurroundInputLoader>();
        services.TryAddSingleton<IMapBatchLoader, MapBatchLoader>();
        services.TryAddSingleton<ISetCriterion>(provider =>
        {
            MapDetOptions options = provider.GetRequiredService<MapDetOptions>();
            return SetCriterionFactory.Create(options.Criterion, options.Range);
        });
        services.TryAddTransient<IMapMetric>(_ => new ChamferAveragePrecision());
    }
}
