using System.Collections.Immutable;
using MapDet.Core.Queries;
using MapDet.Training.Planning.Tape;

namespace MapDet.Training.Planning.Stages;

/// <summary>The language model's attention among prefix and map queries, operation by operation.</summary>
/// <param name="queries">The map queries.</param>
/// <param name="tape">Follows the memory.</param>
internal sealed class MapQueryMixing(MapQueryOptions queries, MemoryTape tape)
{
    private const int Float32 = 4;

    /// <summary>Queries, keys and values [B, heads, L, width] to [B, heads, L, width].</summary>
    public VirtualTensor Mix(VirtualTensor query, VirtualTensor key, VirtualTensor value) => tape.Scope(() =>
    {
        // The text's keys and values are there without its queries.
        long prefix = key.Shape[2] - queries.Total;
        long rows = query.Shape[2] - queries.Total;
        int points = queries.TokensPerInstance - 1;
        ImmutableArray<long> instanceShape = query.Shape.SetItem(2, queries.NumInstances);
        VirtualTensor mixed = tape.Attention(tape.Part(query, [.. instanceShape]), key, value);
        if (points > 0)
        {
            VirtualTensor fromPoints = MixPoints(query, key, value, prefix, points);
            mixed = tape.Concatenate(query.Shape.SetItem(2, queries.Total), mixed, fromPoints);
        }

        ImmutableArray<long> prefixShape = query.Shape.SetItem(2, prefix);
        return rows == 0
            ? mixed
            : tape.Concatenate(
                query.Shape,
                tape.Attention(tape.Part(query, [.. query.Shape.SetItem(2, rows)]), tape.Part(key, [.. prefixShape]), tape.Part(value, [.. prefixShape])),
                mixed);
    });

    private VirtualTensor MixPoints(VirtualTensor query, VirtualTensor key, VirtualTensor value, long prefix, int points)
    {
        ImmutableArray<long> shape = query.Shape;
        long rows = (long)queries.NumInstances * points;
        ImmutableArray<long> pointShape = shape.SetItem(2, rows);
        ImmutableArray<long> blockShape = shape.SetItem(2, queries.Total);
        VirtualTensor scaled = tape.Scale(tape.Part(query, [.. pointShape]));
        VirtualTensor prefixScores = tape.MatrixProduct(Merged(scaled, pointShape), Merged(key, shape.SetItem(2, prefix)), prefix);
        VirtualTensor ownScores = tape.MatrixProduct(
            tape.Copy(scaled), tape.Copy(tape.Part(key, [.. blockShape])), 1 + points);
        VirtualTensor scores = tape.Concatenate(pointShape.SetItem(3, prefix + 1 + points), prefixScores, ownScores);
        VirtualTensor weights = tape.ToType(tape.FunctionOfOutput(scores, Float32), value.ElementSize);
        VirtualTensor prefixWeights = Merged(tape.Part(weights, [.. weights.WithWidth(prefix)]), weights.WithWidth(prefix));
        VirtualTensor fromPrefix = tape.MatrixProduct(prefixWeights, Merged(value, shape.SetItem(2, prefix)), shape[3]);
        VirtualTensor fromOwn = tape.MatrixProduct(
            tape.Copy(tape.Part(weights, [.. weights.WithWidth(1 + points)])), tape.Copy(tape.Part(value, [.. blockShape])), shape[3]);
        return tape.Add(fromPrefix, fromOwn);
    }

    /// <summary>Batch and heads as one axis: for several samples the kernel needs a copy for that.</summary>
    private VirtualTensor Merged(VirtualTensor input, ImmutableArray<long> shape)
    {
        VirtualTensor part = input.Shape.SequenceEqual(shape) ? input : tape.Part(input, [.. shape]);
        return shape[0] > 1 ? tape.Copy(part) : part;
    }
}
