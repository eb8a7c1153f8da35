using System.Collections.Immutable;
using MapDet.Core.Decoding;
using MapDet.Core.Decoding.Refinement;
using MapDet.Core.Queries;
using MapDet.Training.Planning.Tape;

namespace MapDet.Training.Planning.Stages;

/// <summary>The refinement decoder of the original system, operation by operation.</summary>
/// <param name="options">The decoder.</param>
/// <param name="queries">The map queries.</param>
internal sealed class RefinementStage(DecoderOptions options, MapQueryOptions queries)
{
    /// <summary>States of the map queries [B, N * (1 + P), D] to points [B, N, P, 2].</summary>
    public VirtualTensor Decode(MemoryTape tape, VirtualTensor states) => tape.Stage("map decoder", () =>
    {
        long batch = states.Shape[0];
        VirtualTensor pointStates = queries.PointsInLanguageModel
            ? tape.Part(states, batch, queries.NumInstances, queries.NumPoints, states.Width)
            : tape.Add(tape.Create([batch, queries.NumInstances, queries.NumPoints, states.Width], requiresGradient: true));
        VirtualTensor instances = Reduce(tape, tape.Part(states, batch, queries.NumInstances, 1, states.Width), [.. options.Refinement.InstanceReductionSizes, options.HiddenSize]);
        VirtualTensor points = Reduce(tape, pointStates, [options.Refinement.PointReductionSize, options.HiddenSize]);
        VirtualTensor result = tape.Scope(() => First(tape, points));
        for (int i = 0; i < options.NumLayers; i++)
        {
            VirtualTensor before = points;
            points = tape.Scope(() => Attend(tape, before));
            VirtualTensor after = points;
            result = tape.Add(tape.Scope(() => Offset(tape, after, instances)), result);
        }

        return result;
    });

    private VirtualTensor Reduce(MemoryTape tape, VirtualTensor input, ImmutableArray<int> widths) => tape.Scope(() =>
    {
        VirtualTensor state = input;
        foreach (int width in widths)
        {
            VirtualTensor before = state;
            state = tape.Scope(() => tape.Dropout(tape.FunctionOfOutput(tape.Linear(tape.LayerNorm(before), width)), options.Dropout));
        }

        return state;
    });

    private VirtualTensor First(MemoryTape tape, VirtualTensor points)
    {
        VirtualTensor own = tape.FunctionOfOutput(tape.Linear(tape.LayerNorm(points), options.Refinement.InitialPointsSize));
        VirtualTensor ofInstance = tape.FunctionOfOutput(tape.Linear(tape.LayerNorm(points), options.Refinement.InitialPointsSize));
        VirtualTensor joined = tape.Concatenate(own.WithWidth(2 * own.Width), own, ofInstance);
        VirtualTensor hidden = tape.FunctionOfOutput(tape.Linear(tape.LayerNorm(joined), options.Refinement.InitialPointsSize));
        return tape.Linear(hidden, 2);
    }

    private VirtualTensor Attend(MemoryTape tape, VirtualTensor points)
    {
        long rows = points.Shape[0] * queries.NumInstances;
        VirtualTensor packed = tape.Linear(tape.LayerNorm(points), 3 * options.HiddenSize);
        long[] heads = [rows, options.NumAttentionHeads, queries.NumPoints, options.HiddenSize / options.NumAttentionHeads];
        VirtualTensor mixed = tape.Attention(tape.Part(packed, heads), tape.Part(packed, heads), tape.Part(packed, heads), options.Dropout > 0);
        VirtualTensor attended = tape.Linear(tape.Reshape(mixed, [.. points.Shape]), options.HiddenSize);
        return tape.Add(points, tape.Dropout(attended, options.Dropout));
    }

    private VirtualTensor Offset(MemoryTape tape, VirtualTensor points, VirtualTensor instances)
    {
        RefinementOptions sizes = options.Refinement;
        VirtualTensor joined = tape.Concatenate(
            points.WithWidth((2L * options.HiddenSize) + sizes.CoordinateSize + sizes.OrderSize),
            points,
            tape.Part(instances, [.. points.Shape]),
            tape.Linear(tape.Create(points.WithWidth(2 * 2 * 10)), sizes.CoordinateSize));
        VirtualTensor hidden = tape.FunctionOfOutput(tape.Linear(tape.LayerNorm(joined), sizes.OffsetHiddenSize));
        VirtualTensor narrow = tape.FunctionOfOutput(tape.Linear(tape.Dropout(hidden, options.Dropout), sizes.OffsetHiddenSize / 2));
        return tape.Linear(narrow, 2);
    }
}
