using MapDet.Core.Contracts;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.GroundTruth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MapDet.NuScenes;

/// <summary>Adds nuScenes to an application.</summary>
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

    /// <summary>Adds nuScenes as the data set: <see cref="IMapDatasetProvider"/> and <see cref="GroundTruthCacheBuilder"/>, unless others are registered.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options; they are validated at start.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddNuScenes(this IServiceCollection services, Action<NuScenesOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<NuScenesOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<NuScenesOptions>, NuScenesOptionsValidator>());
        services.TryAddSingleton<GroundTruthCacheBuilder>();
        services.TryAddSingleton<IMapDatasetProvider, NuScenesDatasetProvider>();
        return services;
    }
}
