using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Runtime;
using MapDet.Training.Optimization;
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
    torch.Device device)
{
    private const long DropoutKey = 2L << 32;
    private const long PointOrderKey = 3L << 32;

    /// <summary>Makes a step, or leaves everything as it was where loss or gradients are not finite.</summary>
    /// <param name="step">Counted from 0 over the whole run.</param>
    /// <param name="microBatches">The step's samples.</param>
    /// <param name="rates">Learning rates.</param>
    public StepOutcome Run(int step, IReadOnlyList<MapBatch> microBatches, LearningRates rates)
    {
        SeedDropout(step);
        optimizer.ZeroGradients();
        double positives = CountPositives(microBatches);
        LossValues loss = default;
        List<SampleFault> faults = [];
        int done = 0;
        foreach (MapBatch batch in microBatches)
        {
            foreach ((LossValues values, ImmutableArray<SampleFault> partFaults) in ForwardAndBackward(batch, positives, step, done))
            {
                loss += values;
                faults.AddRange(partFaults);
            }

            done += batch.Samples.Length;
            KeepSumsInOrder(microBatches.Count);
        }

        if (microBatches.Count > 1)
        {
            optimizer.RestoreGradients();
        }

        GradientNorms norms = optimizer.MeasureGradients();
        StepOutcome outcome = new(loss, norms, norms.IsFinite ? null : optimizer.FirstNonFiniteGradient(), [.. faults]);
        if (!outcome.IsSkipped)
        {
            optimizer.ClipGradients(norms, options.GradientClip);
            optimizer.Step(rates);
        }

        return outcome;
    }

    private (LossValues Loss, ImmutableArray<SampleFault> Faults)[] ForwardAndBackward(MapBatch batch, double positives, int step, int position) =>
        slices.Run(batch.Samples.Length, (start, count) =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor projections = batch.Projections.narrow(0, start, count).to(device);
            MapPredictions predictions = model.Forward(features.Encode(model, batch, start, count, device), projections);
            SetLoss loss = criterion.Compute(predictions, GroundTruth(batch, start, count), positives, PointOrderKeys(step, position + start, count));
            LossValues values = new(loss.Classification.item<float>(), loss.Points.item<float>(), loss.Direction.item<float>());
            loss.Total.backward();
            return (values, loss.Faults.Select(f => new SampleFault(f.Layer, batch.Samples[start + f.Sample].Token)).ToImmutableArray());
        });

    /// <summary>A key a sample that depends on nothing but seed, step and the sample's place in the step.</summary>
    private long[] PointOrderKeys(int step, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(place => (long)new KeyedRandom(options.Seed, PointOrderKey + step, place).Next())];

    /// <summary>
    /// Several slices add to the same gradients in whatever order they get there. Of two summands the order does not matter, of more it
    /// does: so each micro-batch's sum is put aside before the next one begins.
    /// </summary>
    private void KeepSumsInOrder(int microBatches)
    {
        if (microBatches > 1)
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
