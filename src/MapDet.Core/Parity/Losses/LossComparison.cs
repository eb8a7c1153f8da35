using System.Collections.Immutable;
using MapDet.Core.Contracts;
using TorchSharp;

namespace MapDet.Core.Parity.Losses;

/// <summary>Compares the terms of a loss, and their gradients, with those of a case of <c>losses_*.safetensors</c>.</summary>
internal static class LossComparison
{
    private static readonly ImmutableArray<(string Name, Func<SetLoss, torch.Tensor> Term)> Terms =
    [
        ("loss_cls", loss => loss.Classification),
        ("loss_pts", loss => loss.Points),
        ("loss_dir", loss => loss.Direction),
        ("loss_total", loss => loss.Total),
    ];

    private static readonly ImmutableArray<(string Name, Func<SetLoss, torch.Tensor> Term, double Fraction)> PointGradients =
    [
        ("grad_points", loss => loss.Total, 2e-4),
        ("grad_points_of_loss_pts", loss => loss.Points, 1e-5),
        ("grad_points_of_loss_dir", loss => loss.Direction, 1e-3),
    ];

    /// <summary>Compares.</summary>
    /// <param name="file">The references.</param>
    /// <param name="name">The case.</param>
    /// <param name="measure">How the loss came about.</param>
    /// <param name="inputs">The predictions.</param>
    /// <param name="compute">The loss of predictions.</param>
    public static IEnumerable<ParityResult> Compare(
        ParityFile file, string name, string measure, MatcherCase inputs, Func<MapPredictions, SetLoss> compute)
    {
        torch.Tensor logits = inputs.Logits.detach().clone().requires_grad_(true);
        torch.Tensor points = inputs.Points.detach().clone().requires_grad_(true);
        SetLoss loss = compute(MatcherCase.Predictions(logits, points));
        foreach ((string term, Func<SetLoss, torch.Tensor> value) in Terms)
        {
            yield return CompareLoss(file, $"{name}.{term}", value(loss), measure);
        }

        yield return Deviation.OfLargest(
            $"{name}.grad_logits", file.Floats($"{name}.grad_logits", logits.shape), Gradient(loss.Total, logits), 1e-5, measure);
        foreach ((string gradient, Func<SetLoss, torch.Tensor> term, double fraction) in HasPointGradients(name) ? PointGradients : [])
        {
            yield return Deviation.OfLargest(
                $"{name}.{gradient}", file.Floats($"{name}.{gradient}", points.shape), Gradient(term(loss), points), fraction, measure);
        }
    }

    /// <summary>False for the case whose predictions equal their ground truth: there a gradient by points is the sign of a rounding error.</summary>
    public static bool HasPointGradients(string name) => name != "equivalent_orders";

    /// <summary>A loss may be off by 1e-5 of its value, by 1e-5 where it is below 1.</summary>
    public static ParityResult CompareLoss(ParityFile file, string name, torch.Tensor actual, string measure)
    {
        torch.Tensor expected = file.Floats(name, 1);
        return Deviation.Absolute(name, expected, actual.reshape(1), 1e-5 * Math.Max(1, Math.Abs(expected.item<float>())), measure: measure);
    }

    /// <summary>The gradient of one term by one leaf.</summary>
    public static torch.Tensor Gradient(torch.Tensor term, torch.Tensor leaf)
    {
        leaf.grad?.zero_();
        term.backward(create_graph: false, retain_graph: true);
        return leaf.grad is { } gradient ? gradient.clone() : leaf.zeros_like();
    }
}
