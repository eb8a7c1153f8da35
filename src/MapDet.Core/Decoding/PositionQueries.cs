using MapDet.Core.Geometry;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding;

/// <summary>Turns reference points into what is added to tokens where they are compared.</summary>
internal sealed class PositionQueries : nn.Module<Tensor, Tensor>
{
    private const int Frequencies = 8;
    private readonly Linear _first;
    private readonly Linear _second;

    public PositionQueries(int width, InitialWeights weights)
        : base(nameof(PositionQueries))
    {
        _first = weights.Linear(2 * FourierFeatures.Count(Frequencies), width);
        _second = weights.Linear(width, width);
        register_module("first", _first);
        register_module("second", _second);
    }

    /// <summary>Points [B, N, P, 2] in [-1, 1] to [B, N, 1 + P, D]: of each instance the mean of its points, then its points.</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor points = _second.call(nn.functional.relu(_first.call(FourierFeatures.Encode(input, Frequencies))));
        return cat([points.mean([2], keepdim: true), points], 2).MoveToOuterDisposeScope();
    }
}
