using System.Collections.Frozen;
using TorchSharp;

namespace MapDet.Core.Weights;

/// <summary>The element types of safetensors files that have a counterpart in torch.</summary>
internal static class SafetensorsTypes
{
    private static readonly FrozenDictionary<string, (torch.ScalarType Type, int Size)> ByName =
        new Dictionary<string, (torch.ScalarType, int)>(StringComparer.Ordinal)
        {
            ["F64"] = (torch.ScalarType.Float64, 8),
            ["F32"] = (torch.ScalarType.Float32, 4),
            ["F16"] = (torch.ScalarType.Float16, 2),
            ["BF16"] = (torch.ScalarType.BFloat16, 2),
            ["I64"] = (torch.ScalarType.Int64, 8),
            ["I32"] = (torch.ScalarType.Int32, 4),
            ["I16"] = (torch.ScalarType.Int16, 2),
            ["I8"] = (torch.ScalarType.Int8, 1),
            ["U8"] = (torch.ScalarType.Byte, 1),
            ["BOOL"] = (torch.ScalarType.Bool, 1),
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<torch.ScalarType, (string Name, int Size)> ByType =
        ByName.ToFrozenDictionary(p => p.Value.Type, p => (p.Key, p.Value.Size));

    public static bool TryGet(string name, out (torch.ScalarType Type, int Size) type) => ByName.TryGetValue(name, out type);

    public static (string Name, int Size) Get(torch.ScalarType type) =>
        ByType.TryGetValue(type, out (string, int) found)
            ? found
            : throw new ArgumentException($"Tensors of type {type} can't be written to a safetensors file.", nameof(type));
}
