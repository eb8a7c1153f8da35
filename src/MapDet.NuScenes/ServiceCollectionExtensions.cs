using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Maps;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MapDet.NuScenes;

/// <summary>Adds nuScenes, or data of one's own, to an application.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds nuScenes as the data set of a host.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configure">Sets the options; they are validated when the host starts.</param>
    /// <returns>The builder.</returns>
    public static TBuilder AddNuScenes<TBuilder>(this TBuilder builder, Action<NuScenesOptions>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddNuScenes(configure);
        return builder;
    }

    /// <summary>Adds nuScenes as the data set: frames, maps, <see cref="IMapDatasetProvider"/> and <see cref="GroundTruthCacheBuilder"/>, unless others are registered.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options; they are validated at start.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddNuScenes(this IServiceCollection services, Action<NuScenesOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<NuScenesOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<NuScenesOptions>, NuScenesOptionsValidator>());
        services.TryAddSingleton<IOptions<DatasetOptions>>(provider =>
            new OptionsWrapper<DatasetOptions>(provider.GetRequiredService<IOptions<NuScenesOptions>>().Value));
        services.TryAddSingleton<IFrameSource>(provider => ActivatorUtilities.CreateInstance<NuScenesFrames>(
            provider, provider.GetRequiredService<IOptions<NuScenesOptions>>()));
        services.TryAddSingleton<IMapSource>(provider =>
            new MapExpansionStore(provider.GetRequiredService<IOptions<NuScenesOptions>>().Value.DataRoot));
        return services.AddGroundTruth();
    }

    /// <summary>Adds data of one's own as the data set of a host.</summary>
    /// <typeparam name="TFrames">Poses, calibrations and pictures.</typeparam>
    /// <typeparam name="TMaps">The vector maps.</typeparam>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configure">Sets the options; they are validated when the host starts.</param>
    /// <returns>The builder.</returns>
    public static MapDetHostBuilder AddMapData<TFrames, TMaps>(this MapDetHostBuilder builder, Action<DatasetOptions>? configure = null)
        where TFrames : class, IFrameSource
        where TMaps : class, IMapSource
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddMapData<TFrames, TMaps>(configure);
        return builder;
    }

    /// <summary>
    /// Adds data of one's own as the data set: the ground truth is made from its maps as it is from those of nuScenes. It has no official
    /// splits: <see cref="DatasetOptions.SplitFile"/> names its scenes.
    /// </summary>
    /// <typeparam name="TFrames">Poses, calibrations and pictures.</typeparam>
    /// <typeparam name="TMaps">The vector maps.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options; they are validated at start.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddMapData<TFrames, TMaps>(this IServiceCollection services, Action<DatasetOptions>? configure = null)
        where TFrames : class, IFrameSource
        where TMaps : class, IMapSource
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<DatasetOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DatasetOptions>, DatasetOptionsValidator>());
        services.TryAddSingleton<IFrameSource, TFrames>();
        services.TryAddSingleton<IMapSource, TMaps>();
        return services.AddGroundTruth();
    }

    private static IServiceCollection AddGroundTruth(this IServiceCollection services)
    {
        services.TryAddSingleton<GroundTruthCacheBuilder>();
        services.TryAddSingleton<IMapDatasetProvider, GroundTruthDatasetProvider>();
        return services;
    }
}
