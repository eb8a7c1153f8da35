using System.Collections.Immutable;

namespace MapDet.Core.Weights.PyTorch;

/// <summary>The names that tensors need, and what calling them makes.</summary>
internal static class PickleNames
{
    private const int MostDimensions = 64;

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
            long count = 1;
            long extent = 1;
            long last = 0;
            foreach ((long size, long step) in sizes.Zip(steps))
            {
                count = checked(count * size);
                extent = checked(extent * Math.Max(size, 1));
                last = checked(last + (Math.Max(size - 1, 0) * step));
            }

            long span = count == 0 ? 0 : checked(last + 1);
            if (checked(storage.Start + offset + span) > storage.Count || count > storage.Count || (count == 0 && extent > int.MaxValue))
            {
                throw new PickleException($"holds a tensor of shape [{string.Join(", ", sizes)}] that reaches beyond its storage of {storage.Count} numbers");
            }

            return new TensorReference(storage, storage.Start + offset, sizes, steps, span);
        }
        catch (OverflowException)
        {
            throw new PickleException($"holds a tensor of shape [{string.Join(", ", sizes)}], which is larger than any");
        }
    }

    private static ImmutableArray<long> Numbers(object?[] values) =>
        values.Length <= MostDimensions && values.All(v => v is long and >= 0)
            ? [.. values.Cast<long>()]
            : throw new PickleException("holds a tensor whose shape is no short list of whole numbers");
}
