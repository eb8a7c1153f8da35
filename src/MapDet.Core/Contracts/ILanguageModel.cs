using MapDet.Core.Queries;
using TorchSharp;

namespace MapDet.Core.Contracts;

/// <summary>Stage 3, frozen: reads a prompt with the scene tokens in it, and map queries behind it. Gradients pass through it. Implementations are TorchSharp modules.</summary>
public interface ILanguageModel
{
    /// <summary>Width D of embeddings and hidden states.</summary>
    int HiddenSize { get; }

    /// <summary>Positions of the text around the scene tokens, on both sides together.</summary>
    int PromptLength { get; }

    /// <summary>Runs all layers and the final norm on text, scene tokens, text and map queries, in this order.</summary>
    /// <param name="scene">[B, S, D]: what stands in place of <c>&lt;image&gt;</c>.</param>
    /// <param name="queries">[B, Q, D].</param>
    /// <param name="attention">Which position sees which, those of the text included: its mask has to be kept to, its structure may be used.</param>
    /// <returns>The states of the scene tokens [B, S, D] and of the queries [B, Q, D], of the current dispose scope.</returns>
    (torch.Tensor Scene, torch.Tensor Queries) Run(torch.Tensor scene, torch.Tensor queries, MapAttention attention);

    /// <summary>Is called after weights were written in place: what was computed from them is not valid any more. Nothing computes meanwhile.</summary>
    void WeightsChanged()
    {
    }
}
