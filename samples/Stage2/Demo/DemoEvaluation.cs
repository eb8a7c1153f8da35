using System.Collections.Immutable;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Weights;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Inference;
using MapDet.Stage2.Progress;
using MapDet.Stage2.Settings;
using MapDet.Stage2.Visualization;
using MapDet.Training.Checkpointing;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Demo;

/// <summary>Scores models in the town that nothing was trained in or chosen by, and draws what the best one sees there.</summary>
/// <param name="context">The world around the command.</param>
/// <param name="settings">The run.</param>
/// <param name="split">The reported samples.</param>
internal sealed class DemoEvaluation(CommandContext context, Stage2Settings settings, SplitSession split)
{
    private const int Pictures = 6;
    private const double MinimumScore = 0.3;
    private const string VisionPrefix = "vision_model.";

    /// <summary>Scores the model as it was before its first step: anchors and vision tower, nothing else.</summary>
    /// <param name="training">What the anchors come from.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<MapMetrics> ScoreUntrainedAsync(IMapDataset training, CancellationToken cancellationToken)
    {
        MapAnchors anchors = AnchorClustering.Fit(
            Enumerable.Range(0, training.Count).SelectMany(i => training[i].Elements),
            settings.Model.Range,
            settings.Model.Queries.NumInstances,
            settings.Model.Queries.NumPoints,
            cancellationToken);
        using IMapModel model = split.Get<IMapModelFactory>().Create(settings.Model, anchors, settings.Training.Seed);
        using (SafetensorsFile vision = SafetensorsFile.Open(settings.Training.VisionPath!))
        {
            WeightLoader.Load(
                vision,
                model.Frozen.Where(p => p.Name.StartsWith(VisionPrefix, StringComparison.Ordinal)),
                mayBeLeftOver: name => !name.StartsWith(VisionPrefix, StringComparison.Ordinal));
        }

        return await ScoreAsync("Scoring the untrained model", model, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Scores the best model of the run, and draws some samples.</summary>
    /// <param name="modelPath">The model.</param>
    /// <param name="pictures">The folder for pictures.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<MapMetrics> ScoreAndDrawAsync(string modelPath, string pictures, CancellationToken cancellationToken)
    {
        using IMapModel model = ModelLocation.Find(modelPath).Load(split.Get<IMapModelFactory>()).Model;
        MapMetrics metrics = await ScoreAsync("Scoring the best model", model, cancellationToken).ConfigureAwait(false);
        await context.Progress.RunAsync("Drawing", progress => DrawAsync(model, pictures, progress, cancellationToken)).ConfigureAwait(false);
        return metrics;
    }

    private Task<MapMetrics> ScoreAsync(string title, IMapModel model, CancellationToken cancellationToken) =>
        context.Progress.RunAsync(title, progress => split.Get<ModelEvaluator>().EvaluateAsync(
            model,
            split.Dataset,
            settings.Training.BatchSize,
            settings.Training.ComputeSlices,
            progress.Of<int>(done => new WorkDone(done, split.Dataset.Count)),
            settings.Training.Device,
            cancellationToken));

    private async Task DrawAsync(IMapModel model, string folder, IProgress<WorkDone> progress, CancellationToken cancellationToken)
    {
        Predictor predictor = new(model, split.Get<IMapBatchLoader>(), batchSize: 1, settings.Training.Device);
        ScenePictures pictures = new(folder, settings.Model.Range, MinimumScore);
        IReadOnlyList<int> places = SampleSelection.Spread(split.Dataset.Count, Pictures);
        int done = 0;
        await foreach ((MapSample sample, ImmutableArray<MapDetection> detections) in predictor.PredictAsync(split.Dataset, places, cancellationToken).ConfigureAwait(false))
        {
            done++;
            pictures.Write(ScenePictures.Of(sample, detections), $"{done:00}");
            progress.Report(new WorkDone(done, places.Count));
        }
    }
}
