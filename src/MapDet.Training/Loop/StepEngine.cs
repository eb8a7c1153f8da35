using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Runtime;
using MapDet.Training.Optimization;
using MapDet.Training.VisionFeatures;
using TorchSharp;

namespace MapDet.Training.Loop;

/// <summary>Makes one optimiser step: forward, loss, backward for each micro-batch, then clip and update.</summary>
internal sealed class StepEngine(
    IMapModel model,
    ISetCriterion criterion,
    Stage2Optimizer optimizer,
    ComputeSlices slices,
    VisionFeatureStore features,
    TrainingOptions options,
    BatchDivision division,
    GradientScaler? scaler,
    torch.Device device)
{
    private const long DropoutKey = 2L << 32;
    private const long PointOrderKey = 3L << 32;

    /// <summary>Into how many pieces each micro-batch is cut.</summary>
    public int Parts => division.Parts;

    /// <summary>What the loss is multiplied by in the backward pass; null: nothing.</summary>
    public GradientScaler? Scaler { get; private set; } = scaler;

    /// <summary>Makes a step, or leaves everything as it was where loss or gradients are not finite.</summary>
    /// <param name="step">Counted from 0 over the whole run.</param>
    /// <param name="microBatches">The step's samples.</param>
    /// <param name="rates">Learning rates.</param>
    /// <exception cref="MapDetException">A single sample does not fit into memory.</exception>
    public StepOutcome Run(int step, IReadOnlyList<MapBatch> microBatches, LearningRates rates)
    {
        (LossValues loss, ImmutableArray<SampleFault> faults) = division.Run(
            microBatches.Max(b => b.Samples.Length), () => Accumulate(step, microBatches));
        GradientNorms norms = optimizer.MeasureGradients();
        StepOutcome outcome = new(loss, norms, norms.IsFinite ? null : optimizer.FirstNonFiniteGradient(), faults)
        {
            MayBeTooLargeAScale = loss.IsFinite && Scaler is { CanShrink: true },
        };
        Scaler = loss.IsFinite ? Scaler?.After(norms.IsFinite) : Scaler;
        if (!outcome.IsSkipped)
        {
            optimizer.ClipGradients(norms, options.GradientClip);
            optimizer.Step(rates);
        }

        return outcome;
    }

    /// <summary>Sums the gradients of all micro-batches, as if they were one.</summary>
    private (LossValues Loss, ImmutableArray<SampleFault> Faults) Accumulate(int step, IReadOnlyList<MapBatch> microBatches)
    {
        SeedDropout(step);
        optimizer.ZeroGradients();
        double positives = CountPositives(microBatches);
        (MapBatch Batch, int Start, int Count)[] pieces =
            [.. microBatches.SelectMany(batch => division.Cut(batch.Samples.Length).Select(piece => (batch, piece.Start, piece.Count)))];
        LossValues loss = default;
        ImmutableArray<SampleFault>.Builder faults = ImmutableArray.CreateBuilder<SampleFault>();
        int done = 0;
        foreach ((MapBatch batch, int start, int count) in pieces)
        {
            foreach ((LossValues values, ImmutableArray<SampleFault> pieceFaults) in ForwardAndBackward(batch, start, count, positives, step, done))
            {
                loss += values;
                faults.AddRange(pieceFaults);
            }

            done += count;
            KeepSumsInOrder(pieces.Length);
        }

        if (pieces.Length > 1)
        {
            optimizer.RestoreGradients();
        }

        if (Scaler is { } scale)
        {
            optimizer.ScaleGradients(1 / scale.State.Factor);
        }

        return (loss, faults.ToImmutable());
    }

    private (LossValues Loss, ImmutableArray<SampleFault> Faults)[] ForwardAndBackward(
        MapBatch batch, int pieceStart, int pieceCount, double positives, int step, int position) =>
        slices.Run(pieceCount, (sliceStart, count) =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            int start = pieceStart + sliceStart;
            torch.Tensor projections = batch.Projections.narrow(0, start, count).to(device);
            MapPredictions predictions = model.Forward(features.Encode(model, batch, start, count, device), projections);
            SetLoss loss = criterion.Compute(predictions, GroundTruth(batch, start, count), positives, PointOrderKeys(step, position + sliceStart, count));
            LossValues values = new(loss.Classification.item<float>(), loss.Points.item<float>(), loss.Direction.item<float>());
            (Scaler is { } scale ? loss.Total.Times(scale.State.Factor) : loss.Total).backward();
            return (values, loss.Faults.Select(f => new SampleFault(f.Layer, batch.Samples[start + f.Sample].Token)).ToImmutableArray());
        });

    /// <summary>A key a sample that depends on nothing but seed, step and the sample's place in the step.</summary>
    private long[] PointOrderKeys(int step, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(place => (long)new KeyedRandom(options.Seed, PointOrderKey + step, place).Next())];

    /// <summary>
    /// Several slices add to the same gradients in whatever order they get there. Of two summands the order does not matter, of more it
    /// does: so each piece's sum is put aside before the next one begins.
    /// </summary>
    private void KeepSumsInOrder(int pieces)
    {
        if (pieces > 1)
        {
            optimizer.StashGradients();
        }
    }

    private double CountPositives(IReadOnlyList<MapBatch> microBatches) =>
        Math.Max(1, criterion.CountPositives(
            microBatches.SelectMany(b => b.Samples).Select(s => s.Elements), model.Options.Queries.NumInstances));

    private void SeedDropout(int step)
    {
        long seed = (long)(new KeyedRandom(options.Seed, DropoutKey, step).Next() >> 1);
        torch.random.manual_seed(seed).Dispose();
    }

    private static ImmutableArray<MapElement>[] GroundTruth(MapBatch batch, int start, int count) =>
        [.. batch.Samples.AsSpan(start, count).ToArray().Select(s => s.Elements)];
}
