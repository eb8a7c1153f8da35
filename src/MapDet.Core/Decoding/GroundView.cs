using MapDet.Core.Geometry;
using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding;

/// <summary>Turns what the cameras show of the ground into tokens, one for each cell of a grid that covers the range.</summary>
internal sealed class GroundView : nn.Module
{
    private const int Frequencies = 8;
    private readonly GroundGrid _grid;
    private readonly Linear _first;
    private readonly Linear _second;
    private readonly Linear _position;
    private readonly LayerNorm _norm;

    public GroundView(DecoderOptions options, PerceptionRange range, InitialWeights weights)
        : base(nameof(GroundView))
    {
        _grid = new GroundGrid(range, options.GroundView);
        _first = weights.Linear(_grid.PlacesPerCell * (options.SampledChannels + 1), options.HiddenSize);
        _second = weights.Linear(options.HiddenSize, options.HiddenSize);
        _position = weights.Linear(2 * FourierFeatures.Count(Frequencies), options.HiddenSize);
        _norm = weights.LayerNorm(options.HiddenSize);
        register_module("first", _first);
        register_module("second", _second);
        register_module("position", _position);
        register_module("norm", _norm);
    }

    /// <summary>Looks at the ground.</summary>
    /// <param name="sampler">The cameras.</param>
    /// <param name="batch">Number of samples B.</param>
    /// <param name="device">Where the cameras' features are.</param>
    /// <returns>[B, T, D], of the current dispose scope.</returns>
    public Tensor Look(CameraFeatureSampler sampler, long batch, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor features, Tensor visible) = sampler.Sample(_grid.Places(device).unsqueeze(0).expand(batch, -1, -1, -1));
        Tensor seen = _second.call(nn.functional.relu(_first.call(cat([features.flatten(2), visible], 2))));
        Tensor position = _position.call(FourierFeatures.Encode(_grid.Centers(device), Frequencies));
        return _norm.call(seen.Plus(position)).MoveToOuterDisposeScope();
    }
}
