using MapDet.Core.Queries;
using TorchSharp;

namespace MapDet.Core.Contracts;

/// <summary>Stage 3, frozen: embeddings to hidden states. Gradients pass through it. Implementations are TorchSharp modules.</summary>
public interface ILanguageModel
{
    /// <summary>Width D of embeddings and hidden states.</summary>
    int HiddenSize { get; }

    /// <summary>The embeddings of the text around the scene tokens.</summary>
    /// <returns>The text before ([P1, D]) and after ([P2, D], possibly with no rows) the <c>&lt;image&gt;</c> placeholder.</returns>
    (torch.Tensor Before, torch.Tensor After) EmbedPrompt();

    /// <summary>Runs all layers and the final norm.</summary>
    /// <param name="embeddings">[B, L, D].</param>
    /// <param name="attention">Which position sees which: its mask has to be kept to, its structure may be used.</param>
    /// <returns>[B, L, D], of the current dispose scope.</returns>
    torch.Tensor Run(torch.Tensor embeddings, MapAttention attention);
}
