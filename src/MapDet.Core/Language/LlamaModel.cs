using MapDet.Core.Language.Attention;
using MapDet.Core.Language.Quantization;
using MapDet.Core.Language.Recomputation;
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
    private readonly BackwardGuard _guard = new();
    private readonly WeightBuffers _buffers = new();
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

        FrozenLinears linears = new(weights, options.Weights, _guard, _buffers);
        _layers = new ModuleList<LlamaLayer>([.. Enumerable.Range(0, options.NumHiddenLayers).Select(_ => new LlamaLayer(options, weights, linears))]);
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
        return Run(embeddings, new LayerInputs(new MaskedAttention(allowed, embeddings.dtype), Rotary(0, embeddings.shape[1]))).MoveToOuterDisposeScope();
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
        return Run(embeddings, new LayerInputs(new MapQueryAttention(attention, embeddings.dtype), Rotary(0, embeddings.shape[1]))).MoveToOuterDisposeScope();
    }

    /// <summary>Runs all layers and the final norm on the positions behind a text.</summary>
    /// <param name="embeddings">[B, R, D]: the last R of L positions.</param>
    /// <param name="inputs">What all layers share; its tensors have to live until the backward pass where activations are recomputed.</param>
    /// <param name="before">What has been read of the first L - R positions; null: R is L.</param>
    /// <param name="recomputes">True to keep nothing but the states between layers for the backward pass.</param>
    /// <returns>[B, R, D], of the current dispose scope.</returns>
    /// <exception cref="Exception">The last backward pass failed; what went wrong there is thrown as it is.</exception>
    internal Tensor Run(Tensor embeddings, LayerInputs inputs, TextPrefix? before = null, bool recomputes = false)
    {
        _guard.ThrowIfFailed();
        using DisposeScope scope = NewDisposeScope();
        bool isRecomputed = recomputes && is_grad_enabled() && embeddings.requires_grad;
        Tensor state = embeddings;
        foreach ((int index, LlamaLayer layer) in _layers.Index())
        {
            KeyValues? keys = before?.Layers[index];
            state = isRecomputed
                ? RecomputedLayer.apply(state, new LayerCall(layer, inputs, keys, _options.HiddenSize, _guard))
                : layer.Run(state, inputs, keys);
        }

        return _norm.call(state).MoveToOuterDisposeScope();
    }

    /// <summary>Reads a text that stands in front of everything else.</summary>
    /// <param name="embeddings">[P, D].</param>
    /// <returns>Tensors of the current dispose scope.</returns>
    internal TextPrefix Read(Tensor embeddings)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor causal = ones([embeddings.shape[0], embeddings.shape[0]], dtype: ScalarType.Bool, device: Device).tril();
        LayerInputs inputs = new(new MaskedAttention(causal, Type), Rotary(0, embeddings.shape[0]));
        Tensor state = embeddings.unsqueeze(0).to_type(Type);
        List<KeyValues> read = [];
        foreach (LlamaLayer layer in _layers)
        {
            read.Add(layer.Read(state, inputs.Rotary));
            state = layer.Run(state, inputs, before: null);
        }

        TextPrefix prefix = new((int)embeddings.shape[0], [.. read]);
        scope.MoveToOuter(prefix.Tensors);
        return prefix;
    }

    /// <summary>The rotary table of consecutive positions, of the current dispose scope.</summary>
    internal RotaryTable Rotary(long first, long length) =>
        RotaryTable.Create(first, length, _options.HiddenSize / _options.NumAttentionHeads, _options.RopeTheta, Device);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _guard.Dispose();
            _buffers.Dispose();
        }

        base.Dispose(disposing);
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
}
