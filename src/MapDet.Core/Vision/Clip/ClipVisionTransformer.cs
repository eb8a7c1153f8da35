using MapDet.Core.Contracts;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Vision.Clip;

/// <summary>CLIP's image encoder: a pre-norm vision transformer with a norm before its layers; its states before the last layer are what LLaVA takes.</summary>
/// <remarks>
/// Source: <c>CLIPVisionModel</c> of Hugging Face transformers; parameters are named as in its checkpoints behind <c>vision_model.</c>
/// (with their spelling <c>pre_layrnorm</c>). Positions are interpolated for other image sizes as BLIP-2's are, which CLIP itself does not do.
/// </remarks>
public sealed class ClipVisionTransformer : nn.Module<Tensor, Tensor>, IVisionEncoder
{
    private readonly int _patchSize;
    private readonly int _usedLayers;
    private readonly ClipEmbeddings _embeddings;
    private readonly LayerNorm _preLayerNorm;
    private readonly VisionLayers _encoder;
    private readonly LayerNorm _postLayerNorm;

    /// <summary>Creates a tower with random weights.</summary>
    /// <param name="options">Its shape; two layers or more.</param>
    /// <param name="weights">Makes the parameters.</param>
    /// <exception cref="ArgumentException">The options describe another tower, or one of a single layer.</exception>
    public ClipVisionTransformer(VisionOptions options, InitialWeights weights)
        : base(nameof(ClipVisionTransformer))
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Kind != VisionKind.Clip || options.NumHiddenLayers < 2)
        {
            throw new ArgumentException($"A CLIP tower has the kind {VisionKind.Clip} and two layers or more.", nameof(options));
        }

        _patchSize = options.PatchSize;
        _usedLayers = options.NumHiddenLayers - 1;
        _embeddings = new ClipEmbeddings(options, weights);
        _preLayerNorm = weights.LayerNorm(options.HiddenSize, options.LayerNormEps);
        _encoder = new VisionLayers(options, weights);
        _postLayerNorm = weights.LayerNorm(options.HiddenSize, options.LayerNormEps);
        register_module("embeddings", _embeddings);
        register_module("pre_layrnorm", _preLayerNorm);
        register_module("encoder", _encoder);
        register_module("post_layernorm", _postLayerNorm);
    }

    /// <summary>Encodes pictures.</summary>
    /// <param name="input">[M, 3, H, W] float32, normalised; the patch size divides H and W.</param>
    /// <returns>[M, 1 + H / patch * W / patch, Dv], class token first: the states before the last layer, not normalised.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public override Tensor forward(Tensor input)
    {
        ImageSequence.Check(input, _patchSize);
        using DisposeScope scope = NewDisposeScope();
        return _encoder.Run(_preLayerNorm.call(_embeddings.call(input)), 0, _usedLayers).MoveToOuterDisposeScope();
    }

    /// <summary>Goes on where <see cref="forward"/> ends.</summary>
    /// <param name="states">What it returned, [M, L, Dv].</param>
    /// <returns>The states after the last layer [M, L, Dv], and their class token behind the final norm [M, Dv]; of the current dispose scope.</returns>
    public (Tensor LastStates, Tensor Pooled) Finish(Tensor states)
    {
        ArgumentNullException.ThrowIfNull(states);
        using DisposeScope scope = NewDisposeScope();
        Tensor last = _encoder.Run(states, _usedLayers, 1);
        return (last.MoveToOuterDisposeScope(), _postLayerNorm.call(last.select(1, 0)).MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public ImageTokens Encode(Tensor images) => ImageSequence.Encode(this, images, _embeddings.Type, _patchSize);
}
