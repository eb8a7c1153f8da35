using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding;

/// <summary>A post-norm feed-forward block.</summary>
internal sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly double _dropout;
    private readonly Linear _first;
    private readonly Linear _second;
    private readonly LayerNorm _norm;

    public FeedForward(DecoderOptions options, InitialWeights weights)
        : base(nameof(FeedForward))
    {
        _dropout = options.Dropout;
        _first = weights.Linear(options.HiddenSize, options.IntermediateSize);
        _second = weights.Linear(options.IntermediateSize, options.HiddenSize);
        _norm = weights.LayerNorm(options.HiddenSize);
        register_module("first", _first);
        register_module("second", _second);
        register_module("norm", _norm);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = nn.functional.relu(_first.call(input));
        if (training && _dropout > 0)
        {
            hidden = nn.functional.dropout(hidden, _dropout);
        }

        return _norm.call(input.Plus(_second.call(hidden))).MoveToOuterDisposeScope();
    }
}
