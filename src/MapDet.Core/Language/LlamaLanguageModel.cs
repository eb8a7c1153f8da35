using MapDet.Core.Contracts;
using MapDet.Core.Queries;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>A LLaMA decoder with its prompt: fixed embeddings for a model without text, else the embeddings of given tokens.</summary>
public sealed class LlamaLanguageModel : nn.Module, ILanguageModel
{
    private readonly LanguageOptions _options;
    private readonly PromptTokens? _prompt;

    [ComponentName(Name = "prompt_embeddings")]
    private readonly Parameter? _promptEmbeddings;

    private readonly LlamaModel _model;
    private readonly bool _recomputes;
    private readonly PassCache _passes;

    /// <summary>Creates a model with random weights, drawn as <see cref="LlamaModel"/> says.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="weights">Makes the parameters.</param>
    /// <param name="prompt">The tokens of the prompt; needed if and only if the model has a vocabulary.</param>
    /// <param name="checkpointActivations">
    /// True to keep nothing but the states between layers for the backward pass, which computes each layer again: less memory, more time, the same gradients.
    /// </param>
    /// <exception cref="MapDetException">The model has a vocabulary but no prompt, or the other way round.</exception>
    public LlamaLanguageModel(LanguageOptions options, InitialWeights weights, PromptTokens? prompt = null, bool checkpointActivations = false)
        : base(nameof(LlamaLanguageModel))
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.VocabSize > 0 != prompt is not null)
        {
            throw new MapDetException(
                "Language.VocabSize: a language model with a vocabulary needs a tokenised prompt, one without (0) has fixed prompt embeddings instead.");
        }

        _options = options;
        _prompt = prompt;
        if (prompt is null)
        {
            _promptEmbeddings = weights.Normal(options.FixedPromptScale, options.FixedPromptLength, options.HiddenSize);
            register_parameter("prompt_embeddings", _promptEmbeddings);
        }

        _model = new LlamaModel(options, weights);
        register_module("model", _model);
        _recomputes = checkpointActivations;
        _passes = new PassCache(_model, () => EmbedPrompt().Before);
    }

    /// <summary>The decoder.</summary>
    internal LlamaModel Model => _model;

    /// <summary>What was computed once.</summary>
    internal PassCache Passes => _passes;

    /// <inheritdoc/>
    public int HiddenSize => _options.HiddenSize;

    /// <inheritdoc/>
    public int PromptLength => _prompt is null ? _options.FixedPromptLength : _prompt.Before.Length + _prompt.After.Length;

    /// <summary>The embeddings of the text around the scene tokens.</summary>
    /// <returns>The text before ([P1, D]) and after ([P2, D], possibly with no rows) the <c>&lt;image&gt;</c> placeholder, of the current dispose scope.</returns>
    public (Tensor Before, Tensor After) EmbedPrompt()
    {
        if (_promptEmbeddings is not null)
        {
            return (_promptEmbeddings.alias().to_type(ScalarType.Float32), _promptEmbeddings.narrow(0, 0, 0).to_type(ScalarType.Float32));
        }

        return (Embed(_prompt!.Before), Embed(_prompt.After));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The model computes in the type of its weights; states have the type of the queries. The text before the scene tokens is read once, since nothing
    /// that is trained stands before it; scene tokens, the text after them and queries are computed.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="Exception">The last backward pass failed; what went wrong there is thrown as it is.</exception>
    public (Tensor Scene, Tensor Queries) Run(Tensor scene, Tensor queries, MapAttention attention)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(attention);
        Check(scene, queries, attention);
        using DisposeScope scope = NewDisposeScope();
        Tensor after = EmbedPrompt().After.unsqueeze(0).expand(scene.shape[0], -1, -1);
        Tensor embeddings = cat([scene, after, queries], 1).to_type(_model.Type);
        Pass pass = _passes.Get(attention);
        Tensor states = _model.Run(embeddings, pass.Inputs, pass.Before, _recomputes).to_type(queries.dtype);
        Tensor ofScene = states.narrow(1, 0, scene.shape[1]);
        Tensor ofQueries = states.narrow(1, states.shape[1] - queries.shape[1], queries.shape[1]);
        return (ofScene.MoveToOuterDisposeScope(), ofQueries.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void WeightsChanged() => _passes.Clear();

    /// <inheritdoc/>
    public override (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
        Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
    {
        try
        {
            return base.load_state_dict(source, strict, skip);
        }
        finally
        {
            WeightsChanged();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _passes.Clear();
        }

        base.Dispose(disposing);
    }

    private void Check(Tensor scene, Tensor queries, MapAttention attention)
    {
        if (scene.shape[^1] != HiddenSize || queries.shape[^1] != HiddenSize
            || PromptLength + scene.shape[1] != attention.PrefixLength || queries.shape[1] != attention.Queries.Total)
        {
            throw new ArgumentException(
                $"Scene [{string.Join(", ", scene.shape)}] and queries [{string.Join(", ", queries.shape)}] do not fit a width of {HiddenSize} and an attention "
                + $"of {attention.PrefixLength} + {attention.Queries.Total} positions, {PromptLength} of them text.",
                nameof(scene));
        }
    }

    private Tensor Embed(IReadOnlyList<long> ids)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor indices = tensor(ids.ToArray(), device: _model.Device);
        return _model.Embed(indices).to_type(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
