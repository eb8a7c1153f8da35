using System.Collections.Frozen;
using TorchSharp;

namespace MapDet.Core.Weights.PyTorch;

/// <summary>PyTorch's storage classes and the types of their elements.</summary>
internal static class StorageTypes
{
    private static readonly FrozenDictionary<string, (torch.ScalarType Type, int Size)> s_types = new Dictionary<string, (torch.ScalarType Type, int Size)>
    {
        ["DoubleStorage"] = (torch.ScalarType.Float64, 8),
        ["FloatStorage"] = (torch.ScalarType.Float32, 4),
        ["HalfStorage"] = (torch.ScalarType.Float16, 2),
        ["BFloat16Storage"] = (torch.ScalarType.BFloat16, 2),
        ["LongStorage"] = (torch.ScalarType.Int64, 8),
        ["IntStorage"] = (torch.ScalarType.Int32, 4),
        ["ShortStorage"] = (torch.ScalarType.Int16, 2),
        ["CharStorage"] = (torch.ScalarType.Int8, 1),
        ["ByteStorage"] = (torch.ScalarType.Byte, 1),
        ["BoolStorage"] = (torch.ScalarType.Bool, 1),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>True for a storage class.</summary>
    public static bool IsStorage(PickleGlobal global) => global.Module == "torch" && s_types.ContainsKey(global.Name);

    /// <summary>The type of the elements.</summary>
    /// <param name="global">Of which <see cref="IsStorage"/> is true.</param>
    public static (torch.ScalarType Type, int Size) Get(PickleGlobal global) => s_types[global.Name];
}
