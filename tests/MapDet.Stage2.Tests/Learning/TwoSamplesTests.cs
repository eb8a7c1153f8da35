using System.Collections.Immutable;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Detection;
using MapDet.Core.Evaluation;
using MapDet.Core.Imaging;
using MapDet.Core.Losses;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.Synthesis;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Tests.Learning;

/// <summary>A model that can't learn two samples by heart will learn nothing from many.</summary>
public sealed class TwoSamplesTests : IDisposable
{
    private const int Steps = 300;
    private static readonly ImmutableArray<string> s_learnt = ["scene-0655", "scene-0757"];
    private static readonly MapDetOptions s_tiny = ModelPresets.Get(ModelPresets.Tiny);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_default_model_learns_two_samples_by_heart_to_a_perfect_score()
    {
        using RenderedWorld world = await RenderedWorld.CreateAsync(seed: 6, ScenePlan.ForVersion("v1.0-mini", 10));
        using GroundTruthDataset samples = await world.OpenAsync("learnt", frame => s_learnt.Contains(frame.SceneName));
        using GroundTruthDataset others = await world.OpenAsync("others", frame => !s_learnt.Contains(frame.SceneName));
        LossRecorder losses = new();

        TrainingResult result = await TrainAsync(samples, new ForeignAnchors(others), losses);

        Assert.Equal(2, samples.Count);
        Assert.All(result.FinalMetrics!.Classes, metrics => Assert.True(metrics.GroundTruths >= 2));
        Assert.True(result.UntrainedMetrics!.MeanAveragePrecision < 0.2, $"mAP {result.UntrainedMetrics.MeanAveragePrecision} before anything was learnt");

        // Three seeds come from 12 down to 0.2; every layer has a loss of its own, so that this is less than 0.1 a layer and element.
        Assert.True(losses.Totals[0] > 8, $"loss {losses.Totals[0]} before anything was learnt");
        Assert.True(losses.Totals[^1] < 0.4, $"loss {losses.Totals[^1]} after {Steps} steps");
        Assert.All(
            result.FinalMetrics.Classes.SelectMany(metrics => metrics.AveragePrecisions), precision => Assert.Equal(1, precision, tolerance: 1e-6));
    }

    private Task<TrainingResult> TrainAsync(IMapDataset samples, IMapModelFactory models, ITrainingObserver observer)
    {
        TrainingComponents components = new(
            new OneDataset(samples),
            new MapBatchLoader(new SurroundInputLoader(new ImageTensorLoader(s_tiny.Images))),
            models,
            SetCriterionFactory.Create(s_tiny.Criterion, s_tiny.Range),
            () => new ChamferAveragePrecision());
        TrainingOptions options = TrainingPresets.Get(ModelPresets.Tiny) with
        {
            OutputDirectory = _folder.Path,
            BatchSize = 2,
            Epochs = Steps,
            EvalInterval = Steps,
            SaveInterval = Steps,
            EvaluateUntrained = true,
            MirrorAugmentation = false,
            QFormerRate = 2e-3,
            QueriesRate = 2e-3,
            DecoderRate = 2e-3,
        };
        return new Stage2Trainer(components, s_tiny, options, [observer]).TrainAsync();
    }

    private sealed class LossRecorder : ITrainingObserver
    {
        public List<double> Totals { get; } = [];

        public void OnStepFinished(TrainingStep step) => Totals.Add(step.Loss.Total);
    }

    /// <summary>Trains and scores on the same samples.</summary>
    private sealed class OneDataset(IMapDataset dataset) : IMapDatasetProvider
    {
        public Task<IMapDataset> OpenAsync(DatasetRole role, CancellationToken cancellationToken = default) => Task.FromResult(dataset);
    }

    /// <summary>Gives models the anchors of other samples: those of so few samples would be their very ground truth, with nothing left to learn.</summary>
    private sealed class ForeignAnchors(IMapDataset others) : IMapModelFactory
    {
        public IMapModel Create(MapDetOptions options, MapAnchors? anchors = null, long seed = 0)
        {
            IEnumerable<MapElement> elements = Enumerable.Range(0, others.Count).SelectMany(i => others[i].Elements);
            MapAnchors foreign = AnchorClustering.Fit(elements, options.Range, options.Queries.NumInstances, options.Queries.NumPoints);
            return new MapDetModelFactory().Create(options, foreign, seed);
        }
    }
}
