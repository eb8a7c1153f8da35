using MapDet.Core.Language.Attention;
using MapDet.Core.Queries;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>A LLaMA decoder without its language head: embeddings to hidden states under any attention mask.</summary>
/// <remarks>
/// Source: <c>LlamaModel</c> of Hugging Face transformers; parameters are named as in its checkpoints behind <c>model.</c>.
/// Random weights are drawn so that a model frozen without pretraining lets the scene through: normal with 1 / sqrt(fan_in), q and k
/// larger by <see cref="LanguageOptions.RandomQueryKeyGain"/>, o and down smaller by 1 / sqrt(2 layers).
/// </remarks>
public sealed class LlamaModel : nn.Module
{
    private readonly LanguageOptions _options;
    private readonly TokenTable? _tokens;
    private readonly ModuleList<LlamaLayer> _layers;
    private readonly LlamaNorm _norm;

    /// <summary>Creates a decoder with random weights.</summary>
    /// <param name="options">Its shape; without a vocabulary it has no token embeddings.</param>
    /// <param name="weights">Makes the parameters.</param>
    public LlamaModel(LanguageOptions options, InitialWeights weights)
        : base(nameof(LlamaModel))
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        if (options.VocabSize > 0)
        {
            _tokens = new TokenTable(options, weights);
            register_module("embed_tokens", _tokens);
        }

        _layers = new ModuleList<LlamaLayer>([.. Enumerable.Range(0, options.NumHiddenLayers).Select(_ => new LlamaLayer(options, weights))]);
        _norm = new LlamaNorm(options.HiddenSize, options.RmsNormEps, weights);
        register_module("layers", _layers);
        register_module("norm", _norm);
    }

    /// <summary>Where the parameters are.</summary>
    internal Device Device => _norm.Device;

    /// <summary>The type of the parameters, in which the model computes.</summary>
    internal ScalarType Type => _norm.Type;

    /// <summary>The embeddings of tokens.</summary>
    /// <param name="ids">[...] int64, on the device of the parameters.</param>
    /// <returns>[..., D], of the current dispose scope.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary.</exception>
    public Tensor Embed(Tensor ids) =>
        (_tokens ?? throw new InvalidOperationException("A language model without a vocabulary has no token embeddings.")).call(ids);

    /// <summary>Runs all layers and the final norm under any mask; positions count from 0.</summary>
    /// <param name="embeddings">[B, L, D].</param>
    /// <param name="allowed">[L, L] bool: which position (row) sees which (column); no row is empty.</param>
    /// <returns>[B, L, D], of the current dispose scope.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Run(Tensor embeddings, Tensor allowed)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        ArgumentNullException.ThrowIfNull(allowed);
        Check(embeddings, allowed);
        using DisposeScope scope = NewDisposeScope();
        return Run(embeddings, new MaskedAttention(allowed, embeddings.dtype)).MoveToOuterDisposeScope();
    }

    /// <summary>Runs all layers and the final norm on a prefix and map queries, without computing what their mask hides.</summary>
    /// <param name="embeddings">[B, L, D].</param>
    /// <param name="attention">Which position sees which.</param>
    /// <returns>[B, L, D], of the current dispose scope.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Run(Tensor embeddings, MapAttention attention)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        ArgumentNullException.ThrowIfNull(attention);
        Check(embeddings, attention.Allowed);
        using DisposeScope scope = NewDisposeScope();
        return Run(embeddings, new MapQueryAttention(attention, embeddings.dtype)).MoveToOuterDisposeScope();
    }

    private void Check(Tensor embeddings, Tensor allowed)
    {
        long length = embeddings.shape[1];
        if (embeddings.shape[^1] != _options.HiddenSize || allowed.dim() != 2 || allowed.shape[0] != length || allowed.shape[1] != length)
        {
            throw new ArgumentException(
                $"Embeddings [{string.Join(", ", embeddings.shape)}] and mask [{string.Join(", ", allowed.shape)}] do not fit a width of {_options.HiddenSize}.",
                nameof(embeddings));
        }
    }

    private Tensor Run(Tensor embeddings, IAttentionMixing attention)
    {
        RotaryTable rotary = RotaryTable.Create(
            embeddings.shape[1], _options.HiddenSize / _options.NumAttentionHeads, _options.RopeTheta, embeddings.device);
        Tensor state = embeddings;
        foreach (LlamaLayer layer in _layers)
        {
            state = layer.Run(state, attention, rotary);
        }

        return _norm.call(state);
    }
}
