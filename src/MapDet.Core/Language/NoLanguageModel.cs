using MapDet.Core.Contracts;
using MapDet.Core.Queries;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>Stands in for a language model where there is none: no prompt, and states that are what came in.</summary>
internal sealed class NoLanguageModel : nn.Module, ILanguageModel
{
    /// <summary>Creates it.</summary>
    /// <param name="width">Width D of the queries.</param>
    public NoLanguageModel(int width)
        : base(nameof(NoLanguageModel)) => HiddenSize = width;

    /// <inheritdoc/>
    public int HiddenSize { get; }

    /// <inheritdoc/>
    public int PromptLength => 0;

    /// <inheritdoc/>
    public (Tensor Scene, Tensor Queries) Run(Tensor scene, Tensor queries, MapAttention attention)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(queries);
        return (scene.alias(), queries.alias());
    }
}
