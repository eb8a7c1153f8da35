using System.Collections.Immutable;

namespace MapDet.Training.Planning.Tape;

/// <summary>The operations of the model as the tape sees them: what each makes, and what automatic differentiation keeps of it.</summary>
internal static class TapeOperations
{
    private const int Float32 = 4;

    /// <summary>A linear layer; a trained one keeps its input for the gradient of its weight.</summary>
    public static VirtualTensor Linear(this MemoryTape tape, VirtualTensor input, long width, bool isTrained = true)
    {
        VirtualTensor output = tape.Create(input.WithWidth(width), input.ElementSize, input.RequiresGradient || isTrained);
        tape.Record(new TapeNode
        {
            Inputs = [input],
            Output = output,
            Saved = isTrained ? [input.Block] : [],
            BackwardBytes = isTrained ? input.Width * width * Float32 : 0,
        });
        return output;
    }

    /// <summary>A frozen linear layer without bias.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">[..., inputs].</param>
    /// <param name="width">Width of the output.</param>
    /// <param name="decodedBytes">Memory for the weight in full, where it is kept in few bits and decoded for each product.</param>
    public static VirtualTensor FrozenLinear(this MemoryTape tape, VirtualTensor input, long width, long decodedBytes)
    {
        tape.Borrow(decodedBytes);
        VirtualTensor output = tape.Create(input.WithWidth(width), input.ElementSize, input.RequiresGradient);
        tape.Record(new TapeNode { Inputs = [input], Output = output, BackwardBytes = decodedBytes });
        return output;
    }

    /// <summary>A trained layer norm over the last axis.</summary>
    public static VirtualTensor LayerNorm(this MemoryTape tape, VirtualTensor input, bool isTrained = true)
    {
        VirtualTensor output = tape.Create(input.Shape, input.ElementSize, input.RequiresGradient || isTrained);
        tape.Record(new TapeNode { Inputs = [input], Output = output, Saved = [input.Block], BackwardBytes = input.Width * 2 * Float32 });
        return output;
    }

    /// <summary>A function of each number that needs its argument again, as gelu and silu.</summary>
    public static VirtualTensor FunctionOfInput(this MemoryTape tape, VirtualTensor input)
    {
        VirtualTensor output = tape.Create(input.Shape, input.ElementSize, input.RequiresGradient);
        tape.Record(new TapeNode { Inputs = [input], Output = output, Saved = [input.Block] });
        return output;
    }

    /// <summary>A function of each number that needs its result again, as relu, sigmoid and softmax.</summary>
    public static VirtualTensor FunctionOfOutput(this MemoryTape tape, VirtualTensor input, int elementSize = 0)
    {
        VirtualTensor output = tape.Create(input.Shape, elementSize == 0 ? input.ElementSize : elementSize, input.RequiresGradient);
        tape.Record(new TapeNode { Inputs = [input], Output = output, Saved = [output.Block] });
        return output;
    }

    /// <summary>A sum or difference of equal shapes, or with something smaller whose gradient is a sum.</summary>
    public static VirtualTensor Add(this MemoryTape tape, VirtualTensor first, VirtualTensor? second = null)
    {
        ImmutableArray<VirtualTensor> inputs = second is null ? [first] : [first, second];
        VirtualTensor output = tape.Create(first.Shape, first.ElementSize, inputs.Any(i => i.RequiresGradient));
        tape.Record(new TapeNode { Inputs = inputs, Output = output, PassesGradient = second is null || second.Bytes == first.Bytes });
        return output;
    }

    /// <summary>A product with a number or with a table that is there anyway.</summary>
    public static VirtualTensor Scale(this MemoryTape tape, VirtualTensor input, int elementSize = 0)
    {
        VirtualTensor output = tape.Create(input.Shape, elementSize == 0 ? input.ElementSize : elementSize, input.RequiresGradient);
        tape.Record(new TapeNode { Inputs = [input], Output = output });
        return output;
    }

    /// <summary>A product number by number.</summary>
    public static VirtualTensor Multiply(this MemoryTape tape, VirtualTensor first, VirtualTensor second)
    {
        VirtualTensor output = tape.Create(first.Shape, Math.Max(first.ElementSize, second.ElementSize), first.RequiresGradient || second.RequiresGradient);
        tape.Record(new TapeNode { Inputs = [first, second], Output = output, Saved = Needed(first, second) });
        return output;
    }

    /// <summary>A product of matrices, batch by batch.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="first">[..., n, k].</param>
    /// <param name="second">[..., k, m].</param>
    /// <param name="width">m.</param>
    public static VirtualTensor MatrixProduct(this MemoryTape tape, VirtualTensor first, VirtualTensor second, long width)
    {
        VirtualTensor output = tape.Create(first.WithWidth(width), first.ElementSize, first.RequiresGradient || second.RequiresGradient);
        tape.Record(new TapeNode { Inputs = [first, second], Output = output, Saved = Needed(first, second) });
        return output;
    }

    /// <summary>Other numbers in memory: a copy in another order or type.</summary>
    public static VirtualTensor Copy(this MemoryTape tape, VirtualTensor input, ImmutableArray<long> shape = default, int elementSize = 0)
    {
        VirtualTensor output = tape.Create(shape.IsDefault ? input.Shape : shape, elementSize == 0 ? input.ElementSize : elementSize, input.RequiresGradient);
        tape.Record(new TapeNode { Inputs = [input], Output = output, PassesGradient = output.ElementSize == input.ElementSize && output.Bytes == input.Bytes });
        return output;
    }

    /// <summary>Another type; the same tensor where it has that type already.</summary>
    public static VirtualTensor ToType(this MemoryTape tape, VirtualTensor input, int elementSize) =>
        input.ElementSize == elementSize ? input : tape.Copy(input, elementSize: elementSize);

    /// <summary>The same numbers in another shape.</summary>
    public static VirtualTensor Reshape(this MemoryTape tape, VirtualTensor input, params ReadOnlySpan<long> shape)
    {
        VirtualTensor output = tape.View(input, [.. shape], input.RequiresGradient);
        tape.Record(new TapeNode { Inputs = [input], Output = output, PassesGradient = true });
        return output;
    }

    /// <summary>A part of a tensor, without a copy; its gradient is as large as the whole.</summary>
    public static VirtualTensor Part(this MemoryTape tape, VirtualTensor input, params ReadOnlySpan<long> shape)
    {
        VirtualTensor output = tape.View(input, [.. shape], input.RequiresGradient);
        tape.Record(new TapeNode { Inputs = [input], Output = output });
        return output;
    }

    /// <summary>Several tensors in one.</summary>
    public static VirtualTensor Concatenate(this MemoryTape tape, ImmutableArray<long> shape, params ImmutableArray<VirtualTensor> inputs)
    {
        VirtualTensor output = tape.Create(shape, inputs[0].ElementSize, inputs.Any(i => i.RequiresGradient));
        tape.Record(new TapeNode { Inputs = inputs, Output = output, PassesGradient = true });
        return output;
    }

    /// <summary>Attention by the fused kernel, which keeps its arguments, its result and a number a row, or by matrices where there is dropout.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="query">[B, heads, L, width].</param>
    /// <param name="key">[B, heads, S, width].</param>
    /// <param name="value">[B, heads, S, width].</param>
    /// <param name="hasDropout">True to compute the scores as a matrix.</param>
    public static VirtualTensor Attention(this MemoryTape tape, VirtualTensor query, VirtualTensor key, VirtualTensor value, bool hasDropout = false)
    {
        if (hasDropout)
        {
            VirtualTensor scores = tape.FunctionOfOutput(tape.MatrixProduct(tape.Scale(query), tape.Scale(key), key.Shape[^2]));
            VirtualTensor kept = tape.Multiply(scores, tape.Create(scores.Shape, 1));
            return tape.MatrixProduct(kept, value, value.Width);
        }

        bool requiresGradient = query.RequiresGradient || key.RequiresGradient || value.RequiresGradient;
        VirtualTensor output = tape.Create(query.Shape, query.ElementSize, requiresGradient);
        VirtualTensor sums = tape.Create([.. query.Shape[..^1]]);
        tape.Record(new TapeNode { Inputs = [query, key, value], Output = output, Saved = [query.Block, key.Block, value.Block, output.Block, sums.Block] });
        return output;
    }

    /// <summary>Dropout, which keeps what was left out.</summary>
    public static VirtualTensor Dropout(this MemoryTape tape, VirtualTensor input, double rate) =>
        rate == 0 ? input : tape.Multiply(input, tape.Create(input.Shape, 1));

    private static ImmutableArray<VirtualBlock> Needed(VirtualTensor first, VirtualTensor second) =>
    [
        .. second.RequiresGradient ? new[] { first.Block } : [],
        .. first.RequiresGradient ? new[] { second.Block } : [],
    ];
}
