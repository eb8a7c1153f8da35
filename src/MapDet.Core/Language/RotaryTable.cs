using MapDet.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>Cosines and sines of the rotary position embedding, "rotate half" convention: feature i is paired with i + head width / 2.</summary>
/// <param name="Cos">[L, 1, head width / 2] float32.</param>
/// <param name="Sin">[L, 1, head width / 2] float32.</param>
internal sealed record RotaryTable(Tensor Cos, Tensor Sin)
{
    /// <summary>The table of consecutive positions.</summary>
    public static RotaryTable Create(long first, long length, int headWidth, double theta, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        RotaryTable table = Create(TensorArithmetic.Range(first + length, device: device).narrow(0, first, length), headWidth, theta);
        scope.MoveToOuter(table.Cos, table.Sin);
        return table;
    }

    /// <summary>The table of some positions, [L] float32, computed in float32 as Hugging Face transformers does.</summary>
    public static RotaryTable Create(Tensor positions, int headWidth, double theta)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] rates = [.. Enumerable.Range(0, headWidth / 2).Select(i => 1 / MathF.Pow((float)theta, 2f * i / headWidth))];
        Tensor angles = (positions.unsqueeze(-1) * tensor(rates, device: positions.device)).unsqueeze(1);
        return new RotaryTable(angles.cos().MoveToOuterDisposeScope(), angles.sin().MoveToOuterDisposeScope());
    }

    /// <summary>Turns queries or keys, [B, L, heads, head width], in float32 whatever their type.</summary>
    public Tensor Rotate(Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] halves = features.chunk(2, -1);
        return cat([(halves[0] * Cos) - (halves[1] * Sin), (halves[1] * Cos).Plus(halves[0] * Sin)], -1).to_type(features.dtype).MoveToOuterDisposeScope();
    }
}
