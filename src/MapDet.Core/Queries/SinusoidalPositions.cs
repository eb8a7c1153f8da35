using MapDet.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Queries;

/// <summary>Positions that are not learnt: sines and cosines of the place at falling frequencies.</summary>
/// <remarks>Source: Vaswani et al. 2017, section 3.5.</remarks>
internal static class SinusoidalPositions
{
    private const float Base = 10000;

    /// <summary>The positions of consecutive places.</summary>
    /// <param name="places">Number of places.</param>
    /// <param name="width">Number of features D, an even number.</param>
    /// <param name="device">Where.</param>
    /// <returns>[places, D]: sines of <c>j * 10000^(-2k/D)</c> in even columns, cosines in odd ones. Of the current dispose scope.</returns>
    public static Tensor Create(int places, int width, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] rates = [.. Enumerable.Range(0, width / 2).Select(k => MathF.Pow(Base, -2f * k / width))];
        Tensor angles = TensorArithmetic.Range(places, device: device).unsqueeze(1) * tensor(rates, device: device);
        return stack([angles.sin(), angles.cos()], -1).flatten(1).MoveToOuterDisposeScope();
    }
}
