using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.QFormer;

/// <summary>The end of every BERT block: <c>norm(dense(x) + residual)</c>, the residual inside the norm.</summary>
internal sealed class BertOutput : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly double _dropout;
    private readonly Linear _dense;
    private readonly LayerNorm _norm;

    public BertOutput(QFormerOptions options, int inputs, InitialWeights weights)
        : base(nameof(BertOutput))
    {
        _dropout = options.Dropout;
        _dense = weights.Linear(inputs, options.HiddenSize);
        _norm = weights.LayerNorm(options.HiddenSize, options.LayerNormEps);
        register_module("dense", _dense);
        register_module("LayerNorm", _norm);
    }

    /// <summary>What the block computed [M, Q, *], and the residual [M, Q, D], to [M, Q, D].</summary>
    public override Tensor forward(Tensor input1, Tensor input2)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor dense = _dense.call(input1);
        if (training && _dropout > 0)
        {
            dense = nn.functional.dropout(dense, _dropout);
        }

        return _norm.call(dense.Plus(input2)).MoveToOuterDisposeScope();
    }
}
