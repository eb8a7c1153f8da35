using MapDet.Core.Contracts;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Vision;

/// <summary>BLIP-2's image encoder: a pre-norm vision transformer with a class token and interpolated positions.</summary>
/// <remarks>
/// Source: <c>Blip2VisionModel</c> of Hugging Face transformers (EVA ViT of LAVIS); parameters are named as in its checkpoints behind
/// <c>vision_model.</c>. Gradients flow as the parameters ask for them: <see cref="IMapModel"/> freezes the tower.
/// </remarks>
public sealed class VisionTransformer : nn.Module<Tensor, Tensor>, IVisionEncoder
{
    private readonly int _patchSize;
    private readonly VisionEmbeddings _embeddings;
    private readonly VisionLayers _encoder;
    private readonly LayerNorm _postLayerNorm;

    /// <summary>Creates a tower with random weights.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="weights">Makes the parameters.</param>
    public VisionTransformer(VisionOptions options, InitialWeights weights)
        : base(nameof(VisionTransformer))
    {
        ArgumentNullException.ThrowIfNull(options);
        _patchSize = options.PatchSize;
        _embeddings = new VisionEmbeddings(options, weights);
        _encoder = new VisionLayers(options, weights);
        _postLayerNorm = weights.LayerNorm(options.HiddenSize, options.LayerNormEps);
        register_module("embeddings", _embeddings);
        register_module("encoder", _encoder);
        register_module("post_layernorm", _postLayerNorm);
    }

    /// <summary>Encodes pictures.</summary>
    /// <param name="input">[M, 3, H, W] float32, normalised; the patch size divides H and W.</param>
    /// <returns>[M, 1 + H / patch * W / patch, Dv], class token first, behind the final norm.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public override Tensor forward(Tensor input)
    {
        ImageSequence.Check(input, _patchSize);
        using DisposeScope scope = NewDisposeScope();
        return _postLayerNorm.call(_encoder.call(_embeddings.call(input))).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public ImageTokens Encode(Tensor images) => ImageSequence.Encode(this, images, _embeddings.Type, _patchSize);
}
