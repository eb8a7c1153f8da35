using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding;

/// <summary>Three linear layers with ReLU between them; the last one starts at zero, so that training starts from what it is added to.</summary>
internal sealed class PerceptronHead : nn.Module<Tensor, Tensor>
{
    private readonly Linear _first;
    private readonly Linear _second;
    private readonly Linear _last;

    public PerceptronHead(int width, int outputs, InitialWeights weights)
        : base(nameof(PerceptronHead))
    {
        _first = weights.Linear(width, width);
        _second = weights.Linear(width, width);
        _last = weights.ConstantLinear(width, outputs);
        register_module("first", _first);
        register_module("second", _second);
        register_module("last", _last);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = nn.functional.relu(_second.call(nn.functional.relu(_first.call(input))));
        return _last.call(hidden).MoveToOuterDisposeScope();
    }
}
