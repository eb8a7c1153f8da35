using MapDet.Core.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MapDet.Core;

/// <summary>An application builder with MapDet in it. The other packages extend it, so that a whole application is one chain.</summary>
public sealed class MapDetHostBuilder : IHostApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly MapDetBuilder _stages;

    internal MapDetHostBuilder(HostApplicationBuilder host, MapDetBuilder stages)
    {
        _host = host;
        _stages = stages;
    }

    /// <inheritdoc/>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_host).Properties;

    /// <inheritdoc/>
    public IConfigurationManager Configuration => _host.Configuration;

    /// <inheritdoc/>
    public IHostEnvironment Environment => _host.Environment;

    /// <inheritdoc/>
    public ILoggingBuilder Logging => _host.Logging;

    /// <inheritdoc/>
    public IMetricsBuilder Metrics => _host.Metrics;

    /// <inheritdoc/>
    public IServiceCollection Services => _host.Services;

    /// <inheritdoc/>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => _host.ConfigureContainer(factory, configure);

    /// <summary>Replaces stages of the model.</summary>
    /// <param name="configure">Names the stages.</param>
    public MapDetHostBuilder ConfigureStages(Action<MapDetBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_stages);
        return this;
    }

    /// <summary>Replaces the vision tower; see <see cref="MapDetBuilder"/>.</summary>
    public MapDetHostBuilder UseVisionEncoder<T>()
        where T : class, IVisionEncoder => ConfigureStages(stages => stages.UseVisionEncoder<T>());

    /// <summary>Replaces the scene encoder; see <see cref="MapDetBuilder"/>.</summary>
    public MapDetHostBuilder UseSceneEncoder<T>()
        where T : class, ISceneEncoder => ConfigureStages(stages => stages.UseSceneEncoder<T>());

    /// <summary>Replaces the language model; see <see cref="MapDetBuilder"/>.</summary>
    public MapDetHostBuilder UseLanguageModel<T>()
        where T : class, ILanguageModel => ConfigureStages(stages => stages.UseLanguageModel<T>());

    /// <summary>Replaces the map decoder; see <see cref="MapDetBuilder"/>.</summary>
    public MapDetHostBuilder UseDecoder<T>()
        where T : class, IMapDecoder => ConfigureStages(stages => stages.UseDecoder<T>());

    /// <summary>Builds the application; call it once.</summary>
    public IHost Build() => _host.Build();
}
