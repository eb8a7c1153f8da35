using MapDet.Core.Contracts;
using MapDet.Core.QFormer;
using MapDet.Training.Planning.Tape;

namespace MapDet.Training.Planning.Stages;

/// <summary>The trained Q-Former with camera geometry and projection, operation by operation.</summary>
/// <param name="options">The Q-Former.</param>
/// <param name="languageWidth">Width of its result.</param>
internal sealed class SceneStage(QFormerOptions options, int languageWidth)
{
    // Points along a ray, its direction, where it meets the ground and whether it does.
    private const int RayFeatures = 52;

    /// <summary>Scene tokens of a sample.</summary>
    public long Tokens => options.Enabled ? (long)CameraChannels.All.Length * options.NumQueryTokens : 0;

    /// <summary>Image tokens [n, N, Dv] to scene tokens [n / cameras, cameras * Q, D].</summary>
    public VirtualTensor Encode(MemoryTape tape, VirtualTensor images)
    {
        long batch = images.Shape[0] / CameraChannels.All.Length;
        return options.Enabled
            ? tape.Stage("Q-Former", () => Encode(tape, images, batch))
            : tape.Create([batch, 0, languageWidth]);
    }

    private VirtualTensor Encode(MemoryTape tape, VirtualTensor images, long batch)
    {
        VirtualTensor source = tape.Add(tape.Scope(() => Geometry(tape, images)), images);
        if (options.AttendToClassToken)
        {
            source = tape.Concatenate([source.Shape[0], source.Shape[1] + 1, source.Width], source);
        }

        VirtualTensor queries = tape.Create([images.Shape[0], options.NumQueryTokens, options.HiddenSize], requiresGradient: true);
        VirtualTensor states = tape.Scope(() =>
        {
            VirtualTensor state = tape.Dropout(tape.LayerNorm(queries), options.Dropout);
            return tape.Scope(() => Layers(tape, state, source));
        });
        return tape.Reshape(tape.Linear(states, languageWidth), batch, Tokens, languageWidth);
    }

    private VirtualTensor Geometry(MemoryTape tape, VirtualTensor images)
    {
        VirtualTensor rays = tape.Create([images.Shape[0], images.Shape[1], RayFeatures]);
        tape.Borrow(2 * rays.Bytes);
        return tape.Linear(tape.FunctionOfInput(tape.Linear(rays, options.GeometryHiddenSize)), images.Width);
    }

    private VirtualTensor Layers(MemoryTape tape, VirtualTensor input, VirtualTensor source)
    {
        VirtualTensor state = input;
        for (int i = 0; i < options.NumHiddenLayers; i++)
        {
            VirtualTensor before = state;
            bool hasCrossAttention = i % options.CrossAttentionFrequency == 0;
            state = tape.Scope(() =>
            {
                VirtualTensor attended = Attend(tape, before, before);
                VirtualTensor informed = hasCrossAttention ? Attend(tape, attended, source) : attended;
                VirtualTensor hidden = tape.Scope(() => tape.FunctionOfInput(tape.Linear(informed, options.IntermediateSize)));
                return Output(tape, hidden, informed);
            });
        }

        return state;
    }

    private VirtualTensor Attend(MemoryTape tape, VirtualTensor input, VirtualTensor source) => tape.Scope(() =>
    {
        VirtualTensor mixed = tape.Scope(() => tape.Reshape(
            tape.Attention(
                Heads(tape, tape.Linear(input, options.HiddenSize)),
                Heads(tape, tape.Linear(source, options.HiddenSize)),
                Heads(tape, tape.Linear(source, options.HiddenSize)),
                options.Dropout > 0),
            [.. input.Shape]));
        return Output(tape, mixed, input);
    });

    private VirtualTensor Output(MemoryTape tape, VirtualTensor input, VirtualTensor residual) => tape.Scope(() =>
        tape.LayerNorm(tape.Add(tape.Dropout(tape.Linear(input, options.HiddenSize), options.Dropout), residual)));

    private VirtualTensor Heads(MemoryTape tape, VirtualTensor features) =>
        tape.Reshape(features, features.Shape[0], options.NumAttentionHeads, features.Shape[1], features.Width / options.NumAttentionHeads);
}
