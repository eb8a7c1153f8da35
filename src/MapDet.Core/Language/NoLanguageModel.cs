using MapDet.Core.Contracts;
using MapDet.Core.Queries;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>Stands in for a language model where there is none: no prompt, and states that are the embeddings.</summary>
internal sealed class NoLanguageModel : nn.Module, ILanguageModel
{
    [ComponentName(Name = "prompt")]
    private readonly Tensor _prompt;

    /// <summary>Creates it.</summary>
    /// <param name="width">Width D of the queries.</param>
    public NoLanguageModel(int width)
        : base(nameof(NoLanguageModel))
    {
        HiddenSize = width;
        _prompt = zeros(0, width).DetachFromDisposeScope();
        register_buffer("prompt", _prompt, persistent: false);
    }

    /// <inheritdoc/>
    public int HiddenSize { get; }

    /// <inheritdoc/>
    public (Tensor Before, Tensor After) EmbedPrompt() => (_prompt.alias(), _prompt.alias());

    /// <inheritdoc/>
    public Tensor Run(Tensor embeddings, MapAttention attention)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        return embeddings.alias();
    }
}
