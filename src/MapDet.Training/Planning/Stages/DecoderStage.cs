using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Geometry;
using MapDet.Core.Queries;
using MapDet.Training.Planning.Tape;

namespace MapDet.Training.Planning.Stages;

/// <summary>The default decoder, which samples image features, operation by operation.</summary>
/// <param name="options">The decoder.</param>
/// <param name="queries">The map queries.</param>
/// <param name="range">The perception range.</param>
/// <param name="placesPerPatch">Places of the sampled map in a patch, along each axis.</param>
internal sealed class DecoderStage(DecoderOptions options, MapQueryOptions queries, PerceptionRange range, int placesPerPatch)
{
    private const int PositionFeatures = 32;

    private long N => queries.NumInstances;

    private long P => queries.NumPoints;

    /// <summary>Sampled places of a point.</summary>
    private long Offsets => 1 + (2L * (options.SamplingOffsetsX.Length + options.SamplingOffsetsY.Length));

    /// <summary>Predictions of all layers, as one tensor.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="states">States of the map queries, [B, N * (1 + P), D].</param>
    /// <param name="scene">States of the scene tokens, [B, T, D].</param>
    /// <param name="images">Image tokens [B * cameras, N, Dv].</param>
    public VirtualTensor Decode(MemoryTape tape, VirtualTensor states, VirtualTensor scene, VirtualTensor images) => tape.Stage("map decoder", () =>
    {
        long batch = states.Shape[0];
        VirtualTensor map = tape.Scope(() => Lift(tape, images, batch));
        VirtualTensor? context = Context(tape, scene, map, batch);
        VirtualTensor tokens = tape.Concatenate(
            [batch, N, 1 + P, options.HiddenSize],
            tape.Linear(tape.Part(states, batch, N, states.Width), options.HiddenSize),
            tape.Linear(Points(tape, states, batch), options.HiddenSize));
        VirtualTensor predictions = tape.Scope(() => Head(tape, tape.Part(tokens, batch, N, P, options.HiddenSize)));
        for (int i = 0; i < options.NumLayers; i++)
        {
            VirtualTensor before = tokens;
            tokens = tape.Scope(() => Layer(tape, before, map, context, batch));
            VirtualTensor after = tokens;
            predictions = tape.Add(tape.Scope(() => Head(tape, tape.Part(after, batch, N, P, options.HiddenSize))), predictions);
        }

        return predictions;
    });

    private static VirtualTensor Points(MemoryTape tape, VirtualTensor states, long n, long p, long batch) =>
        tape.Part(states, batch, n, p, states.Width);

    private VirtualTensor Points(MemoryTape tape, VirtualTensor states, long batch) => queries.PointsInLanguageModel
        ? Points(tape, states, N, P, batch)
        : tape.Add(tape.Create([batch, N, P, states.Width], requiresGradient: true));

    private VirtualTensor Lift(MemoryTape tape, VirtualTensor images, long batch)
    {
        VirtualTensor lifted = tape.Linear(images, (long)options.SampledChannels * placesPerPatch * placesPerPatch);
        return tape.Copy(lifted, [batch, options.SampledChannels, lifted.Count / batch / options.SampledChannels]);
    }

    private VirtualTensor? Context(MemoryTape tape, VirtualTensor scene, VirtualTensor map, long batch)
    {
        VirtualTensor? ground = options.GroundView.Enabled ? tape.Scope(() => Ground(tape, map, batch)) : null;
        VirtualTensor? read = options.SceneAttention ? tape.Linear(scene, options.HiddenSize) : null;
        return (ground, read) switch
        {
            (null, null) => null,
            ({ } view, null) => tape.Copy(view),
            (null, { } text) => tape.Copy(text),
            ({ } view, { } text) => tape.Concatenate([batch, view.Shape[1] + text.Shape[1], options.HiddenSize], view, text),
        };
    }

    private VirtualTensor Ground(MemoryTape tape, VirtualTensor map, long batch)
    {
        long columns = Cells(range.Width, options.GroundView.PlacesAcross);
        long rows = Cells(range.Length, options.GroundView.PlacesAlong);
        long places = (long)options.GroundView.PlacesAcross * options.GroundView.PlacesAlong;
        VirtualTensor sampled = Sample(tape, map, batch, columns * rows, places);
        VirtualTensor first = tape.FunctionOfOutput(tape.Linear(sampled, options.HiddenSize));
        return tape.LayerNorm(tape.Add(tape.Linear(first, options.HiddenSize)));
    }

    private long Cells(double length, int places) => Math.Max(1, (long)Math.Ceiling((length / (options.GroundView.Spacing * places)) - 1e-9));

    /// <summary>Looks features up in all cameras: [B, M, K * (F + 1)], of which the map's gradient needs places and map.</summary>
    private VirtualTensor Sample(MemoryTape tape, VirtualTensor map, long batch, long rows, long places)
    {
        VirtualTensor features = tape.Scope(() =>
        {
            VirtualTensor grid = tape.Create([batch, rows, places, 2]);

            // Depth, place and eccentricity of each place in each camera.
            tape.Borrow(grid.Count / 2 * CameraChannels.All.Length * 3 * 4 * 2);
            VirtualTensor found = tape.Create([batch, options.SampledChannels, rows, places], requiresGradient: true);
            tape.Record(new TapeNode { Inputs = [map], Output = found, Saved = [map.Block, grid.Block] });
            return found;
        });
        return tape.Concatenate([batch, rows, places * (options.SampledChannels + 1)], tape.Copy(features));
    }

    private VirtualTensor Layer(MemoryTape tape, VirtualTensor tokens, VirtualTensor map, VirtualTensor? context, long batch)
    {
        VirtualTensor positions = tape.Scope(() => Positions(tape, batch));
        if (context is not null)
        {
            VirtualTensor looked = tape.Scope(() => Attend(tape, tape.Part(tokens, batch, N, options.HiddenSize), context));
            tokens = tape.Concatenate(tokens.Shape, looked, tape.Part(tokens, batch, N, P, options.HiddenSize));
        }

        VirtualTensor state = Mix(tape, tape.Reshape(tokens, batch * N, 1 + P, options.HiddenSize), positions);
        VirtualTensor instances = Mix(tape, tape.Part(state, batch, N, options.HiddenSize), tape.Part(positions, batch, N, options.HiddenSize));
        VirtualTensor seen = tape.Scope(() => tape.Linear(Sample(tape, map, batch, N * P, Offsets), options.HiddenSize));
        VirtualTensor points = tape.Add(tape.Part(state, batch, N * P, options.HiddenSize), seen);
        VirtualTensor all = tape.Concatenate([batch, N, 1 + P, options.HiddenSize], instances, points);
        return FeedForward(tape, tape.LayerNorm(all));
    }

    private VirtualTensor Positions(MemoryTape tape, long batch)
    {
        VirtualTensor features = tape.Create([batch, N, P, PositionFeatures]);
        tape.Borrow(features.Bytes);
        VirtualTensor hidden = tape.FunctionOfOutput(tape.Linear(features, options.HiddenSize));
        VirtualTensor points = tape.Linear(hidden, options.HiddenSize);
        return tape.Concatenate([batch * N, 1 + P, options.HiddenSize], points);
    }

    private VirtualTensor Mix(MemoryTape tape, VirtualTensor tokens, VirtualTensor positions) => tape.Scope(() =>
    {
        VirtualTensor queryKey = tape.Linear(tape.Add(tokens, positions), 2 * options.HiddenSize);
        VirtualTensor value = Heads(tape, tape.Linear(tokens, options.HiddenSize));
        VirtualTensor mixed = tape.Attention(
            tape.Part(queryKey, [.. value.Shape]), tape.Part(queryKey, [.. value.Shape]), value, options.Dropout > 0);
        return tape.LayerNorm(tape.Add(tokens, tape.Linear(tape.Reshape(mixed, [.. tokens.Shape]), options.HiddenSize)));
    });

    private VirtualTensor Attend(MemoryTape tape, VirtualTensor tokens, VirtualTensor context)
    {
        VirtualTensor query = Heads(tape, tape.Linear(tape.Add(tokens), options.HiddenSize));
        VirtualTensor keyValue = tape.Linear(context, 2 * options.HiddenSize);
        long[] shape = [context.Shape[0], options.NumAttentionHeads, context.Shape[1], query.Width];
        VirtualTensor mixed = tape.Attention(query, tape.Part(keyValue, shape), tape.Part(keyValue, shape), options.Dropout > 0);
        return tape.LayerNorm(tape.Add(tokens, tape.Linear(tape.Reshape(mixed, [.. tokens.Shape]), options.HiddenSize)));
    }

    private VirtualTensor FeedForward(MemoryTape tape, VirtualTensor input) => tape.Scope(() =>
    {
        VirtualTensor hidden = tape.Dropout(tape.FunctionOfOutput(tape.Linear(input, options.IntermediateSize)), options.Dropout);
        return tape.LayerNorm(tape.Add(input, tape.Linear(hidden, options.HiddenSize)));
    });

    private VirtualTensor Head(MemoryTape tape, VirtualTensor tokens)
    {
        VirtualTensor first = tape.FunctionOfOutput(tape.Linear(tokens, options.HiddenSize));
        VirtualTensor second = tape.FunctionOfOutput(tape.Linear(first, options.HiddenSize));
        return tape.Linear(second, 2);
    }

    private VirtualTensor Heads(MemoryTape tape, VirtualTensor features) =>
        tape.Reshape(features, features.Shape[0], options.NumAttentionHeads, features.Shape[1], features.Width / options.NumAttentionHeads);
}
