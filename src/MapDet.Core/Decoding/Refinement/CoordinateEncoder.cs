using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding.Refinement;

/// <summary>Sines and cosines of coordinates at ten doubling frequencies, through a linear layer.</summary>
internal sealed class CoordinateEncoder : nn.Module<Tensor, Tensor>
{
    private const int Frequencies = 10;
    private const int Coordinates = 2;

    [ComponentName(Name = "freqs")]
    private readonly Tensor _frequencies;

    private readonly Linear _projection;

    public CoordinateEncoder(int width, InitialWeights weights)
        : base(nameof(CoordinateEncoder))
    {
        float[] frequencies = [.. Enumerable.Range(0, Frequencies).Select(f => MathF.ScaleB(1, f))];
        _frequencies = tensor(frequencies).DetachFromDisposeScope();
        _projection = CreateProjection(frequencies, width, weights);
        register_buffer("freqs", _frequencies);
        register_module("proj", _projection);
    }

    /// <summary>[..., 2] to [..., width]; features in the order coordinate, frequency, sine and cosine.</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor angles = input.unsqueeze(-1) * _frequencies.Times(Math.PI);
        return _projection.call(stack([angles.sin(), angles.cos()], -1).flatten(-3)).MoveToOuterDisposeScope();
    }

    // Weights fall as frequencies rise, so that all frequencies are equally steep. Drawn alike, the highest would make a small change of a
    // point a large one of the next offset, layer by layer, and gradients with it.
    private static Linear CreateProjection(float[] frequencies, int width, InitialWeights weights)
    {
        Linear linear = weights.Linear(Coordinates * Frequencies * 2, width);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        float[] scales = [.. Enumerable.Repeat(frequencies, Coordinates).SelectMany(f => f).SelectMany(f => new[] { 1 / f, 1 / f })];
        linear.weight.mul_(tensor(scales));
        return linear;
    }
}
