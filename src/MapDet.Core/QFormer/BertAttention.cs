using MapDet.Core.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.QFormer;

/// <summary>A post-norm attention block of BERT, to the state itself or to something else.</summary>
internal sealed class BertAttention : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly BertProjections _attention;
    private readonly BertOutput _output;

    public BertAttention(QFormerOptions options, int sourceWidth, InitialWeights weights)
        : base(nameof(BertAttention))
    {
        _attention = new BertProjections(options, sourceWidth, weights);
        _output = new BertOutput(options, options.HiddenSize, weights);
        register_module("attention", _attention);
        register_module("output", _output);
    }

    /// <summary>State [M, Q, D] and source [M, L, Ds] to [M, Q, D].</summary>
    public override Tensor forward(Tensor input1, Tensor input2)
    {
        using DisposeScope scope = NewDisposeScope();
        return _output.call(_attention.call(input1, input2), input1).MoveToOuterDisposeScope();
    }
}
