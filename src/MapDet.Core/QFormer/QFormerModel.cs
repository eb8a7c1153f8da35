using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.QFormer;

/// <summary>BLIP-2's Q-Former: a post-norm BERT of query tokens that attends to image tokens in every second layer.</summary>
/// <remarks>
/// Source: <c>Blip2QFormerModel</c> of Hugging Face transformers; parameters are named as in its checkpoints behind <c>qformer.</c>.
/// The queries carry no position and no word embedding, and there is no norm behind the last layer.
/// </remarks>
public sealed class QFormerModel : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly double _dropout;
    private readonly LayerNorm _norm;
    private readonly QFormerLayers _encoder;

    /// <summary>Creates a Q-Former with random weights.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="encoderWidth">Width of the image tokens.</param>
    /// <param name="weights">Makes the parameters.</param>
    public QFormerModel(QFormerOptions options, int encoderWidth, InitialWeights weights)
        : base(nameof(QFormerModel))
    {
        ArgumentNullException.ThrowIfNull(options);
        _dropout = options.Dropout;
        _norm = weights.LayerNorm(options.HiddenSize, options.LayerNormEps);
        _encoder = new QFormerLayers(options, encoderWidth, weights);
        register_module("layernorm", _norm);
        register_module("encoder", _encoder);
    }

    /// <summary>Lets query tokens read image tokens.</summary>
    /// <param name="input1">Query tokens [M, Q, D].</param>
    /// <param name="input2">Image tokens [M, L, Dv].</param>
    /// <returns>[M, Q, D].</returns>
    public override Tensor forward(Tensor input1, Tensor input2)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor state = _norm.call(input1);
        if (training && _dropout > 0)
        {
            state = nn.functional.dropout(state, _dropout);
        }

        return _encoder.call(state, input2).MoveToOuterDisposeScope();
    }
}
