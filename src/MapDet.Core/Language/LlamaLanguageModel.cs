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

    /// <summary>Creates a model with random weights, drawn as <see cref="LlamaModel"/> says.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="weights">Makes the parameters.</param>
    /// <param name="prompt">The tokens of the prompt; needed if and only if the model has a vocabulary.</param>
    /// <exception cref="MapDetException">The model has a vocabulary but no prompt, or the other way round.</exception>
    public LlamaLanguageModel(LanguageOptions options, InitialWeights weights, PromptTokens? prompt = null)
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
    }

    /// <inheritdoc/>
    public int HiddenSize => _options.HiddenSize;

    /// <inheritdoc/>
    public (Tensor Before, Tensor After) EmbedPrompt()
    {
        if (_promptEmbeddings is not null)
        {
            return (_promptEmbeddings.alias().to_type(ScalarType.Float32), _promptEmbeddings.narrow(0, 0, 0).to_type(ScalarType.Float32));
        }

        return (Embed(_prompt!.Before), Embed(_prompt.After));
    }

    /// <inheritdoc/>
    /// <remarks>The model computes in the type of its weights; embeddings and states keep the caller's.</remarks>
    public Tensor Run(Tensor embeddings, MapAttention attention)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        using DisposeScope scope = NewDisposeScope();
        return _model.Run(embeddings.to_type(_model.Type), attention).to_type(embeddings.dtype).MoveToOuterDisposeScope();
    }

    private Tensor Embed(IReadOnlyList<long> ids)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor indices = tensor(ids.ToArray(), device: _model.Device);
        return _model.Embed(indices).to_type(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
