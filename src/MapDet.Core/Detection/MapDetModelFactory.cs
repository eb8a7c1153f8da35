using MapDet.Core.Contracts;
using MapDet.Core.Detection.Pretrained;
using MapDet.Core.Queries;
using MapDet.Core.Weights;

namespace MapDet.Core.Detection;

/// <summary>Builds models of the default stages, or of others in their place.</summary>
public sealed class MapDetModelFactory : IMapModelFactory
{
    private readonly IStageFactory<IVisionEncoder> _vision;
    private readonly IStageFactory<ISceneEncoder> _sceneEncoder;
    private readonly IStageFactory<ILanguageModel> _languageModel;
    private readonly IStageFactory<IMapDecoder> _decoder;

    /// <summary>Creates a factory.</summary>
    /// <param name="vision">Builds the vision tower; null: the default one.</param>
    /// <param name="sceneEncoder">Builds the scene encoder; null: the default one.</param>
    /// <param name="languageModel">Builds the language model; null: the default one.</param>
    /// <param name="decoder">Builds the map decoder; null: the one that the options name.</param>
    public MapDetModelFactory(
        IStageFactory<IVisionEncoder>? vision = null,
        IStageFactory<ISceneEncoder>? sceneEncoder = null,
        IStageFactory<ILanguageModel>? languageModel = null,
        IStageFactory<IMapDecoder>? decoder = null)
    {
        _vision = vision ?? new DelegateStageFactory<IVisionEncoder>(DefaultStages.CreateVisionEncoder);
        _sceneEncoder = sceneEncoder ?? new DelegateStageFactory<ISceneEncoder>(DefaultStages.CreateSceneEncoder);
        _languageModel = languageModel ?? new DelegateStageFactory<ILanguageModel>(DefaultStages.CreateLanguageModel);
        _decoder = decoder ?? new DelegateStageFactory<IMapDecoder>(DefaultStages.CreateDecoder);
    }

    /// <inheritdoc/>
    public IMapModel Create(MapDetOptions options, MapAnchors? anchors = null, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        MapDetOptionsValidator.Validate(options);
        using InitialWeights weights = InitialWeights.FromSeed(seed);
        List<PretrainedPart> pretrained = [];
        StageContext context = new(options, anchors, weights) { Loaded = pretrained.Add };
        List<IDisposable?> made = [];
        try
        {
            // The language model comes first: it is the one that says when the options ask for more than there is.
            ILanguageModel languageModel = Track(made, _languageModel.Create(context));
            IVisionEncoder vision = Track(made, _vision.Create(context));
            ISceneEncoder sceneEncoder = Track(made, _sceneEncoder.Create(context));
            MapQueries queries = Track(made, new MapQueries(options.Queries, languageModel.HiddenSize, weights));
            IMapDecoder decoder = Track(made, _decoder.Create(context));
            if (options.Pretrained.Map is { } map)
            {
                pretrained.Add(PretrainedStages.LoadMap(map, queries, decoder));
            }

            return new MapDetModel(options, vision, sceneEncoder, languageModel, queries, decoder, pretrained);
        }
        catch
        {
            made.ForEach(stage => stage?.Dispose());
            throw;
        }
    }

    private static TStage Track<TStage>(List<IDisposable?> made, TStage stage)
    {
        made.Add(stage as IDisposable);
        return stage;
    }
}
