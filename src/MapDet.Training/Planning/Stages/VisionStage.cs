using MapDet.Core.Imaging;
using MapDet.Core.Vision;
using MapDet.Training.Planning.Tape;

namespace MapDet.Training.Planning.Stages;

/// <summary>The frozen vision tower, operation by operation, which keeps nothing but its result.</summary>
/// <param name="options">The tower.</param>
/// <param name="images">Its pictures.</param>
/// <param name="elementSize">Bytes of a number of its weights.</param>
internal sealed class VisionStage(VisionOptions options, ImageOptions images, int elementSize)
{
    private const int Float32 = 4;

    /// <summary>Image tokens of a picture, class token included.</summary>
    public long Tokens => 1 + ((long)images.Width / options.PatchSize * (images.OutputHeight / options.PatchSize));

    /// <summary>Layers that are computed: CLIP's last one is not.</summary>
    private int Layers => options.Kind == VisionKind.Clip ? options.NumHiddenLayers - 1 : options.NumHiddenLayers;

    /// <summary>[n, 3, H, W] to the tokens [n, N - 1, D] float32, and beside them the class tokens.</summary>
    public VirtualTensor Encode(MemoryTape tape, long pictures)
    {
        tape.Records = false;
        VirtualTensor tokens = tape.Scope(() =>
        {
            VirtualTensor input = tape.ToType(tape.Create([pictures, 3, images.OutputHeight, images.Width], Float32), elementSize);
            VirtualTensor all = tape.ToType(tape.Scope(() => Tower(tape, Embed(tape, input))), Float32);
            return tape.Copy(all, [pictures, Tokens - 1, options.HiddenSize]);
        });
        tape.Create([pictures, options.HiddenSize]);
        tape.Records = true;
        return tokens;
    }

    private VirtualTensor Embed(MemoryTape tape, VirtualTensor input) => tape.Scope(() =>
    {
        // The convolution works on a picture in another order of its numbers.
        tape.Borrow(input.Bytes);
        VirtualTensor patches = tape.Create([input.Shape[0], Tokens - 1, options.HiddenSize], elementSize);
        VirtualTensor joined = tape.Create([input.Shape[0], Tokens, patches.Width], elementSize);
        return tape.Add(joined);
    });

    private VirtualTensor Tower(MemoryTape tape, VirtualTensor embedded)
    {
        VirtualTensor states = tape.Scope(() =>
        {
            VirtualTensor state = embedded;
            for (int i = 0; i < Layers; i++)
            {
                VirtualTensor before = state;
                state = tape.Scope(() => Layer(tape, before));
            }

            return state;
        });
        return tape.LayerNorm(states, isTrained: false);
    }

    private VirtualTensor Layer(MemoryTape tape, VirtualTensor input)
    {
        VirtualTensor normed = tape.LayerNorm(input, isTrained: false);
        VirtualTensor attended = tape.Scope(() =>
        {
            VirtualTensor qkv = tape.Linear(normed, 3 * input.Width, isTrained: false);
            VirtualTensor mixed = tape.Create(input.Shape, elementSize);
            tape.Create([.. qkv.Shape[..^1], options.NumAttentionHeads]);
            return tape.Linear(mixed, input.Width, isTrained: false);
        });
        VirtualTensor state = tape.Add(input, attended);
        VirtualTensor again = tape.LayerNorm(state, isTrained: false);
        return tape.Add(state, tape.Scope(() => Mlp(tape, again)));
    }

    private VirtualTensor Mlp(MemoryTape tape, VirtualTensor input)
    {
        VirtualTensor active = tape.FunctionOfInput(tape.Linear(input, options.IntermediateSize, isTrained: false));
        if (options.Kind == VisionKind.Clip)
        {
            // Its gelu is made of a product, a sigmoid and a product.
            active = tape.Scale(tape.Scale(active));
        }

        return tape.Linear(active, options.HiddenSize, isTrained: false);
    }
}
