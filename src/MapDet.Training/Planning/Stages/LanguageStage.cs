using MapDet.Core.Language;
using MapDet.Core.Queries;
using MapDet.Training.Planning.Tape;

namespace MapDet.Training.Planning.Stages;

/// <summary>The frozen language model, which gradients pass through, operation by operation.</summary>
/// <param name="options">The model.</param>
/// <param name="queries">The map queries behind the prefix.</param>
/// <param name="elementSize">Bytes of a number that it computes with.</param>
internal sealed class LanguageStage(LanguageOptions options, MapQueryOptions queries, int elementSize)
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
                state = Layer(tape, state);
            }

            return Norm(tape, state);
        });
        return tape.ToType(result, Float32);
    }

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
        VirtualTensor gate = tape.FunctionOfInput(tape.Linear(input, options.IntermediateSize, isTrained: false));
        VirtualTensor up = tape.Linear(input, options.IntermediateSize, isTrained: false);
        return tape.Linear(tape.Multiply(gate, up), options.HiddenSize, isTrained: false);
    });

    private VirtualTensor Attend(MemoryTape tape, VirtualTensor input) => tape.Scope(() =>
    {
        VirtualTensor query = Heads(tape, Rotate(tape, tape.Linear(input, options.HiddenSize, isTrained: false)));
        VirtualTensor key = Shared(tape, Rotate(tape, tape.Linear(input, KeyWidth, isTrained: false)));
        VirtualTensor value = Shared(tape, tape.Linear(input, KeyWidth, isTrained: false));
        VirtualTensor mixed = new MapQueryMixing(queries, tape).Mix(query, key, value);
        return tape.Linear(tape.Copy(mixed, input.Shape), options.HiddenSize, isTrained: false);
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
