using MapDet.Core.Language;
using MapDet.Core.Queries;
using MapDet.Training.Planning.Tape;

namespace MapDet.Training.Planning.Stages;

/// <summary>The frozen language model, which gradients pass through, operation by operation.</summary>
/// <param name="options">The model.</param>
/// <param name="queries">The map queries behind the prefix.</param>
/// <param name="elementSize">Bytes of a number that it computes with.</param>
/// <param name="promptLength">Tokens of the text in front, whose keys and values are there already.</param>
/// <param name="recomputes">True where a layer is computed again in the backward pass and nothing but its input is kept.</param>
internal sealed class LanguageStage(LanguageOptions options, MapQueryOptions queries, int elementSize, long promptLength, bool recomputes)
{
    private const int Float32 = 4;

    private int HeadWidth => options.HiddenSize / options.NumAttentionHeads;

    private int KeyWidth => HeadWidth * options.NumKeyValueHeads;

    /// <summary>Embeddings [B, L, D] float32 to states of the same shape.</summary>
    public VirtualTensor Run(MemoryTape tape, VirtualTensor embeddings) => options.Enabled
        ? tape.Stage("language model", () => RunLayers(tape, embeddings))
        : embeddings;

    private VirtualTensor RunLayers(MemoryTape tape, VirtualTensor embeddings)
    {
        VirtualTensor typed = tape.ToType(embeddings, elementSize);
        VirtualTensor result = tape.Scope(() =>
        {
            VirtualTensor state = typed;
            for (int i = 0; i < options.NumHiddenLayers; i++)
            {
                state = recomputes ? RecomputedLayer(tape, state) : Layer(tape, state);
            }

            return Norm(tape, state);
        });
        return tape.ToType(result, Float32);
    }

    /// <summary>A layer without gradients, whose backward pass computes it once more with them.</summary>
    private VirtualTensor RecomputedLayer(MemoryTape tape, VirtualTensor input)
    {
        tape.Records = false;
        VirtualTensor computed = Layer(tape, input);
        tape.Records = true;
        MemoryTape again = new();
        VirtualTensor start = again.Create(input.Shape, input.ElementSize, requiresGradient: true);
        again.Backward(Layer(again, start));
        VirtualTensor output = tape.View(computed, computed.Shape, input.RequiresGradient);
        tape.Record(new TapeNode { Inputs = [input], Output = output, Saved = [input.Block], BackwardBytes = Math.Max(0, again.Peak - (3 * input.Bytes)) });
        return output;
    }

    private VirtualTensor Frozen(MemoryTape tape, VirtualTensor input, long width) =>
        tape.FrozenLinear(input, width, options.Weights == LanguageWeights.Float ? 0 : input.Width * width * elementSize);

    private VirtualTensor Layer(MemoryTape tape, VirtualTensor input) => tape.Scope(() =>
    {
        VirtualTensor state = tape.Add(input, Attend(tape, Norm(tape, input)));
        return tape.Add(state, Mlp(tape, Norm(tape, state)));
    });

    private VirtualTensor Norm(MemoryTape tape, VirtualTensor input) => tape.Scope(() =>
    {
        VirtualTensor wide = tape.ToType(input, Float32);
        VirtualTensor squares = tape.Multiply(wide, wide);
        VirtualTensor scale = tape.Reshape(tape.Part(squares, [.. squares.WithWidth(1)]), [.. squares.WithWidth(1)]);
        VirtualTensor scaled = tape.Multiply(wide, tape.Create(scale.Shape, requiresGradient: input.RequiresGradient));
        return tape.Scale(tape.ToType(scaled, elementSize));
    });

    private VirtualTensor Mlp(MemoryTape tape, VirtualTensor input) => tape.Scope(() =>
    {
        VirtualTensor gate = tape.FunctionOfInput(Frozen(tape, input, options.IntermediateSize));
        VirtualTensor up = Frozen(tape, input, options.IntermediateSize);
        return Frozen(tape, tape.Multiply(gate, up), options.HiddenSize);
    });

    private VirtualTensor Attend(MemoryTape tape, VirtualTensor input) => tape.Scope(() =>
    {
        VirtualTensor query = Heads(tape, Rotate(tape, Frozen(tape, input, options.HiddenSize)));
        VirtualTensor key = Shared(tape, WithPrompt(tape, Rotate(tape, Frozen(tape, input, KeyWidth))));
        VirtualTensor value = Shared(tape, WithPrompt(tape, Frozen(tape, input, KeyWidth)));
        VirtualTensor mixed = new MapQueryMixing(queries, tape).Mix(query, key, value);
        return Frozen(tape, tape.Copy(mixed, input.Shape), options.HiddenSize);
    });

    private VirtualTensor Rotate(MemoryTape tape, VirtualTensor features) => tape.Scope(() =>
    {
        // Four products of halves, their difference and sum, all in float32.
        VirtualTensor[] products = [.. Enumerable.Range(0, 4).Select(_ => tape.Scale(
            tape.Part(features, [.. features.WithWidth(features.Width / 2)]), Float32))];
        VirtualTensor first = tape.Add(products[0], products[1]);
        VirtualTensor second = tape.Add(products[2], products[3]);
        return tape.ToType(tape.Concatenate(features.Shape, first, second), elementSize);
    });

    /// <summary>Keys or values of the text in front of those that were computed.</summary>
    private VirtualTensor WithPrompt(MemoryTape tape, VirtualTensor features) => promptLength == 0
        ? features
        : tape.Concatenate(features.Shape.SetItem(1, features.Shape[1] + promptLength), features);

    private VirtualTensor Heads(MemoryTape tape, VirtualTensor features) =>
        tape.Reshape(features, features.Shape[0], features.Width / HeadWidth, features.Shape[1], HeadWidth);

    /// <summary>Keys or values of a head for each head of the queries.</summary>
    private VirtualTensor Shared(MemoryTape tape, VirtualTensor features)
    {
        VirtualTensor heads = Heads(tape, features);
        return options.NumKeyValueHeads == options.NumAttentionHeads
            ? heads
            : tape.Copy(heads, heads.Shape.SetItem(1, options.NumAttentionHeads));
    }
}
