using System.Collections.Immutable;

namespace MapDet.Core.Weights.PyTorch;

/// <summary>The names that tensors need, and what calling them makes.</summary>
internal static class PickleNames
{
    /// <summary>Lets known names pass.</summary>
    /// <exception cref="PickleException">The name is another one.</exception>
    public static PickleGlobal Check(PickleGlobal global) => IsKnown(global)
        ? global
        : throw new PickleException($"refers to {global}, which no weights need; nothing of it was run", global.ToString());

    /// <summary>Makes what calling a name makes.</summary>
    /// <param name="global">The name.</param>
    /// <param name="arguments">What it is called with.</param>
    /// <exception cref="PickleException">The name can't be called, or not with these arguments.</exception>
    public static object? Call(PickleGlobal global, object?[] arguments) => (global.Module, global.Name, arguments) switch
    {
        ("collections", "OrderedDict", []) => new PickleDictionary(),
        ("torch", "Size", [object?[] sizes]) => sizes,
        ("torch._utils", "_rebuild_tensor", [StorageReference storage, long offset, object?[] shape, object?[] strides]) =>
            CreateTensor(storage, offset, shape, strides),
        ("torch._utils", "_rebuild_tensor_v2", [_, _, _, _, _, _, PickleDictionary { Entries.Count: > 0 }, ..]) =>
            throw new PickleException("holds a tensor that is to be negated or conjugated when it is read", global.ToString()),
        ("torch._utils", "_rebuild_tensor_v2", [StorageReference storage, long offset, object?[] shape, object?[] strides, ..]) =>
            CreateTensor(storage, offset, shape, strides),
        ("torch._utils", "_rebuild_parameter", [TensorReference tensor, ..]) => tensor,
        _ => throw new PickleException($"calls {global} with arguments that it does not have", global.ToString()),
    };

    private static bool IsKnown(PickleGlobal global) => (global.Module, global.Name) switch
    {
        ("collections", "OrderedDict") => true,
        ("torch", "Size") => true,
        ("torch", "float64" or "float32" or "float16" or "bfloat16" or "int64" or "int32" or "int16" or "int8" or "uint8" or "bool") => true,
        ("torch._utils", "_rebuild_tensor" or "_rebuild_tensor_v2" or "_rebuild_parameter") => true,
        _ => StorageTypes.IsStorage(global),
    };

    private static TensorReference CreateTensor(StorageReference storage, long offset, object?[] shape, object?[] strides)
    {
        ImmutableArray<long> sizes = Numbers(shape);
        ImmutableArray<long> steps = Numbers(strides);
        if (sizes.Length != steps.Length || offset < 0)
        {
            throw new PickleException("holds a tensor whose shape and strides do not fit together");
        }

        try
        {
            if (!TensorShape.TryGetByteLength(sizes.AsSpan(), storage.ElementSize, out long bytes))
            {
                throw TooLarge(sizes);
            }

            long span = bytes == 0 ? 0 : Span(sizes, steps);
            return checked(storage.Start + offset + span) <= storage.Count
                ? new TensorReference(storage, storage.Start + offset, sizes, steps, bytes, span)
                : throw new PickleException($"holds a tensor of shape [{string.Join(", ", sizes)}] that reaches beyond its storage of {storage.Count} numbers");
        }
        catch (OverflowException)
        {
            throw TooLarge(sizes);
        }
    }

    private static long Span(ImmutableArray<long> sizes, ImmutableArray<long> steps)
    {
        long last = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            last = checked(last + ((sizes[i] - 1) * steps[i]));
        }

        return checked(last + 1);
    }

    private static PickleException TooLarge(ImmutableArray<long> sizes) =>
        new($"holds a tensor of shape [{string.Join(", ", sizes)}], which is larger than any");

    private static ImmutableArray<long> Numbers(object?[] values) => values.All(v => v is long and >= 0)
        ? [.. values.Cast<long>()]
        : throw new PickleException("holds a tensor whose shape is no list of whole numbers");
}
