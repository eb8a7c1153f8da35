using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Geometry;

/// <summary>Sines and cosines of coordinates at doubling frequencies, so that a linear layer can tell near places apart.</summary>
internal static class FourierFeatures
{
    /// <summary>Number of features a coordinate.</summary>
    public static int Count(int frequencies) => 2 * frequencies;

    /// <summary>[..., K] coordinates, about [-1, 1], to [..., K * 2 * frequencies]: of each coordinate the sines, then the cosines.</summary>
    public static Tensor Encode(Tensor coordinates, int frequencies)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] rates = [.. Enumerable.Range(0, frequencies).Select(i => MathF.PI * MathF.ScaleB(1, i))];
        Tensor angles = coordinates.unsqueeze(-1) * tensor(rates, device: coordinates.device);
        return cat([angles.sin(), angles.cos()], -1).flatten(-2).MoveToOuterDisposeScope();
    }
}
