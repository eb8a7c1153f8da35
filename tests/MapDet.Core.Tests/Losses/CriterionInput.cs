using MapDet.Core.Contracts;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Losses;

/// <summary>Predictions that gradients flow into: the cases of <c>matcher_*.safetensors</c>.</summary>
internal static class CriterionInput
{
    public static MapPredictions Predictions(torch.Tensor logits, torch.Tensor points) => new([new LayerPrediction(logits, points)]);

    public static torch.Tensor Logits(string set, string name)
    {
        using GoldenTensors golden = new("losses", $"matcher_{set}.safetensors");
        return golden.Tensor($"{name}.logits").requires_grad_(true);
    }

    /// <summary>The decoder speaks of [-1, 1], the reference of [0, 1].</summary>
    public static torch.Tensor Points(string set, string name)
    {
        using GoldenTensors golden = new("losses", $"matcher_{set}.safetensors");
        using torch.Tensor unit = golden.Tensor($"{name}.points");
        return ((unit * 2) - 1).detach().requires_grad_(true);
    }
}
