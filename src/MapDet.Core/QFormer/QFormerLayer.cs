using MapDet.Core.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.QFormer;

/// <summary>Self-attention, cross attention in some layers, feed-forward of the queries; all post-norm.</summary>
internal sealed class QFormerLayer : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly BertAttention _attention;
    private readonly BertAttention? _crossAttention;
    private readonly BertIntermediate _intermediate;
    private readonly BertOutput _output;

    public QFormerLayer(QFormerOptions options, int encoderWidth, bool hasCrossAttention, InitialWeights weights)
        : base(nameof(QFormerLayer))
    {
        _attention = new BertAttention(options, options.HiddenSize, weights);
        register_module("attention", _attention);
        if (hasCrossAttention)
        {
            _crossAttention = new BertAttention(options, encoderWidth, weights);
            register_module("crossattention", _crossAttention);
        }

        _intermediate = new BertIntermediate(options, weights);
        _output = new BertOutput(options, options.IntermediateSize, weights);
        register_module("intermediate_query", _intermediate);
        register_module("output_query", _output);
    }

    /// <summary>State [M, Q, D] and image tokens [M, L, Dv] to [M, Q, D].</summary>
    public override Tensor forward(Tensor input1, Tensor input2)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor state = _attention.call(input1, input1);
        if (_crossAttention is not null)
        {
            state = _crossAttention.call(state, input2);
        }

        return _output.call(_intermediate.call(state), state).MoveToOuterDisposeScope();
    }
}
