using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MapDet.Core;

/// <summary>Replaces stages of the model. A stage is a TorchSharp module that implements the stage's contract.</summary>
/// <remarks>
/// A type's constructor may ask for <see cref="StageContext"/> (options, anchors, source of randomness) and for any registered service.
/// </remarks>
/// <param name="services">Where the stages are registered.</param>
public sealed class MapDetBuilder(IServiceCollection services)
{
    /// <summary>Where everything is registered.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>Replaces the vision tower.</summary>
    public MapDetBuilder UseVisionEncoder<T>()
        where T : class, IVisionEncoder => Use<IVisionEncoder, T>();

    /// <summary>Replaces the vision tower.</summary>
    public MapDetBuilder UseVisionEncoder(Func<StageContext, IVisionEncoder> create) => Use(create);

    /// <summary>Replaces the scene encoder.</summary>
    public MapDetBuilder UseSceneEncoder<T>()
        where T : class, ISceneEncoder => Use<ISceneEncoder, T>();

    /// <summary>Replaces the scene encoder.</summary>
    public MapDetBuilder UseSceneEncoder(Func<StageContext, ISceneEncoder> create) => Use(create);

    /// <summary>Replaces the language model.</summary>
    public MapDetBuilder UseLanguageModel<T>()
        where T : class, ILanguageModel => Use<ILanguageModel, T>();

    /// <summary>Replaces the language model.</summary>
    public MapDetBuilder UseLanguageModel(Func<StageContext, ILanguageModel> create) => Use(create);

    /// <summary>Replaces the map decoder.</summary>
    public MapDetBuilder UseDecoder<T>()
        where T : class, IMapDecoder => Use<IMapDecoder, T>();

    /// <summary>Replaces the map decoder.</summary>
    public MapDetBuilder UseDecoder(Func<StageContext, IMapDecoder> create) => Use(create);

    private MapDetBuilder Use<TStage, T>()
        where TStage : class
        where T : class, TStage
    {
        Services.Replace(ServiceDescriptor.Singleton<IStageFactory<TStage>>(
            provider => new DelegateStageFactory<TStage>(context => ActivatorUtilities.CreateInstance<T>(provider, context))));
        return this;
    }

    private MapDetBuilder Use<TStage>(Func<StageContext, TStage> create)
        where TStage : class
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.Replace(ServiceDescriptor.Singleton<IStageFactory<TStage>>(new DelegateStageFactory<TStage>(create)));
        return this;
    }
}
