using System.Text.Json;
using MapDet.Core;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using MapDet.Training.Loop;
using MapDet.Training.Optimization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;

namespace MapDet.Training.VisionPretraining;

/// <inheritdoc cref="IVisionPretrainer"/>
/// <param name="loader">Loads the pictures.</param>
/// <param name="logger">For messages to the application; null: none.</param>
/// <param name="time">The clock; null: the system's.</param>
/// <param name="towers">Builds the tower; null: the default one.</param>
public sealed class VisionPretrainer(
    IMapBatchLoader loader, ILogger<VisionPretrainer>? logger = null, TimeProvider? time = null, IStageFactory<IVisionEncoder>? towers = null)
    : IVisionPretrainer
{
    private const double WarmupStart = 1.0 / 3;

    /// <summary>The part of a time budget that is kept for the scores at the end.</summary>
    private const double ScoringShare = 0.05;

    /// <inheritdoc/>
    public Task<VisionPretrainingResult> PretrainAsync(
        IMapDataset dataset,
        MapDetOptions model,
        VisionPretrainingOptions options,
        string outputPath,
        IProgress<VisionPretrainingStep>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Check(dataset, model, options);
        return Task.Factory.StartNew(
            () => Pretrain(dataset, model, options, outputPath, progress, cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private static void Check(IMapDataset dataset, MapDetOptions model, VisionPretrainingOptions options)
    {
        if (model.Vision.PatchSize % options.CellSize != 0)
        {
            throw new MapDetException($"Vision pre-training options: CellSize {options.CellSize} does not divide the patch size {model.Vision.PatchSize}.");
        }

        if (dataset.Count == 0)
        {
            throw new MapDetException($"The data set {dataset.Name} has no samples to pre-train the vision tower on.");
        }
    }

    private VisionPretrainingResult Pretrain(
        IMapDataset dataset,
        MapDetOptions modelOptions,
        VisionPretrainingOptions options,
        string outputPath,
        IProgress<VisionPretrainingStep>? progress,
        CancellationToken cancellationToken)
    {
        RunClock clock = new(options.Steps, options.MaxDuration, TimeSpan.Zero, time ?? TimeProvider.System);
        clock.Reserve((options.MaxDuration ?? TimeSpan.Zero) * ScoringShare);
        int heldOut = Math.Min(options.HeldOutSamples, dataset.Count / 10);
        torch.Device device = ComputeDevice.Find(options.Device);
        using ComputeSlices slices = ComputeSlices.For(device, options.ComputeSlices, options.ComputeThreads);
        using DenseVisionModel model = CreateModel(modelOptions, options);
        model.MoveTo(device);
        List<double> losses = Train(dataset, dataset.Count - heldOut, model, options, slices, clock, progress, cancellationToken);
        CellOverlap overlap = Score(dataset, dataset.Count - heldOut, model, options, slices, cancellationToken);
        SafetensorsWriter.Write(outputPath, model.TowerState, Metadata(modelOptions, losses.Count, overlap));
        int share = Math.Max(1, losses.Count / 20);
        VisionPretrainingResult result = new(
            Path.GetFullPath(outputPath),
            losses.Count,
            losses.Take(share).Average(),
            losses.TakeLast(share).Average(),
            heldOut,
            overlap.Values,
            clock.Elapsed);
        Log.VisionPretrained(logger ?? NullLogger<VisionPretrainer>.Instance, result.Steps, result.FirstLoss, result.LastLoss);
        return result;
    }

    private DenseVisionModel CreateModel(MapDetOptions model, VisionPretrainingOptions options)
    {
        using InitialWeights weights = InitialWeights.FromSeed(options.Seed);
        StageContext context = new(model, null, weights);
        IVisionEncoder tower = towers?.Create(context) ?? DefaultStages.CreateVisionEncoder(context);
        return new DenseVisionModel(tower, model.Vision.HiddenSize, model.Vision.PatchSize / options.CellSize, options.InitialBias, weights);
    }

    private List<double> Train(
        IMapDataset dataset,
        int trainingSamples,
        DenseVisionModel model,
        VisionPretrainingOptions options,
        ComputeSlices slices,
        RunClock clock,
        IProgress<VisionPretrainingStep>? progress,
        CancellationToken cancellationToken)
    {
        using AdamW optimizer = new(new FlatParameters(model.Parameters), options.WeightDecay);
        using torch.Tensor positiveWeight = torch.tensor((float)options.PositiveWeight, device: model.Device).DetachFromDisposeScope();
        LearningRateSchedule schedule = new(options.WarmupFraction, WarmupStart, 0);
        DataOrder order = new(trainingSamples, options.BatchSize, 1, options.Seed, options.MirrorAugmentation, options.ColorJitter);
        CellTargets targets = new(options.CellSize);
        List<double> losses = [];
        model.SetTraining(true);
        foreach (MapBatch batch in loader
            .LoadAsync(dataset, order.MicroBatches(0, options.Steps), cancellationToken)
            .ToBlockingEnumerable(cancellationToken))
        {
            using (batch)
            {
                double rate = options.Rate * schedule.Factor(clock.Progress(losses.Count));
                optimizer.ZeroGradients();
                losses.Add(ForwardAndBackward(batch, model, targets, positiveWeight, slices));
                Update(optimizer, rate, options.GradientClip, losses);
                progress?.Report(new VisionPretrainingStep(
                    losses.Count, options.Steps, losses[^1], rate, clock.Elapsed, clock.Progress(losses.Count)));
            }

            if (clock.Progress(losses.Count) >= 1)
            {
                break;
            }
        }

        return losses;
    }

    private static double ForwardAndBackward(
        MapBatch batch, DenseVisionModel model, CellTargets targets, torch.Tensor positiveWeight, ComputeSlices slices)
    {
        double[] parts = slices.Run(batch.Samples.Length, (start, count) =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor logits = model.Forward(batch.Images.narrow(0, start, count).to(model.Device));
            torch.Tensor loss = torch.nn.functional.binary_cross_entropy_with_logits(
                logits, targets.Draw(batch, start, count).to(model.Device), pos_weights: positiveWeight).Times((double)count / batch.Samples.Length);
            loss.backward();
            return (double)loss.item<float>();
        });
        return parts.Sum();
    }

    private static void Update(AdamW optimizer, double rate, double clip, List<double> losses)
    {
        double norm = optimizer.GradientNorm();
        if (!double.IsFinite(norm) || !double.IsFinite(losses[^1]))
        {
            throw new MapDetException(
                $"Vision pre-training diverged at step {losses.Count}: loss {losses[^1]}, first gradient that is not finite: "
                + $"{optimizer.FirstNonFiniteGradient() ?? "none"}. A lower rate helps.");
        }

        if (clip > 0 && norm > clip)
        {
            optimizer.ScaleGradients(clip / norm);
        }

        optimizer.Step(rate);
    }

    private CellOverlap Score(
        IMapDataset dataset,
        int first,
        DenseVisionModel model,
        VisionPretrainingOptions options,
        ComputeSlices slices,
        CancellationToken cancellationToken)
    {
        model.SetTraining(false);
        CellTargets targets = new(options.CellSize);
        CellOverlap overlap = CellOverlap.Empty;
        IEnumerable<BatchItem[]> batches = Enumerable.Range(first, dataset.Count - first).Select(i => new BatchItem(i)).Chunk(options.BatchSize);
        foreach (MapBatch batch in loader.LoadAsync(dataset, batches, cancellationToken).ToBlockingEnumerable(cancellationToken))
        {
            using (batch)
            {
                CellOverlap[] parts = slices.Run(batch.Samples.Length, (start, count) =>
                {
                    using DisposeScope scope = torch.NewDisposeScope();
                    using IDisposable noGradients = torch.no_grad();
                    torch.Tensor logits = model.Forward(batch.Images.narrow(0, start, count).to(model.Device));
                    return CellOverlap.Count(logits, targets.Draw(batch, start, count).to(model.Device));
                });
                overlap = parts.Aggregate(overlap, (sum, part) => sum.Add(part));
            }
        }

        return overlap;
    }

    private static Dictionary<string, string> Metadata(MapDetOptions model, int steps, CellOverlap overlap) => new()
    {
        [MapModelFile.OptionsKey] = MapDetOptionsJson.Serialize(model),
        ["mapdet.vision.steps"] = steps.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["mapdet.vision.overlap"] = JsonSerializer.Serialize(overlap.Values),
    };
}
