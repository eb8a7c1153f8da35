using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>
/// How far polylines lie from each other as curves, whatever places their points have along them: the mean distance of each one's points to the other one.
/// This is what the Chamfer metric sees.
/// </summary>
internal static class CurveDistance
{
    // Keeps the gradient of a distance of 0 finite, square metres.
    private const double Epsilon = 1e-4;
    private const double ShortestSegment = 1e-6;

    /// <summary>Computes the distance of pairs.</summary>
    /// <param name="first">[M, P, 2].</param>
    /// <param name="second">[M, P, 2].</param>
    /// <returns>[M], half the sum of the mean distances in both directions, in the unit of the points; of the current dispose scope.</returns>
    public static torch.Tensor Of(torch.Tensor first, torch.Tensor second)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return ToCurve(first, second).Plus(ToCurve(second, first)).mean([1]).Times(0.5).MoveToOuterDisposeScope();
    }

    /// <summary>[M, P], the distance of each point to a curve.</summary>
    /// <remarks>The nearest place is found without gradients: it lies where moving along the curve changes nothing, or at its end.</remarks>
    private static torch.Tensor ToCurve(torch.Tensor points, torch.Tensor curve)
    {
        long segments = curve.shape[1] - 1;
        (torch.Tensor segment, torch.Tensor fraction) = Nearest(points, curve);
        torch.Tensor index = segment.unsqueeze(2).expand(-1, -1, 2);
        torch.Tensor from = curve.narrow(1, 0, segments).gather(1, index);
        torch.Tensor to = curve.narrow(1, 1, segments).gather(1, index);
        torch.Tensor gap = points - from.Plus((to - from) * fraction.unsqueeze(2));
        return (gap * gap).sum(2).Plus(Epsilon).sqrt();
    }

    private static (torch.Tensor Segment, torch.Tensor Fraction) Nearest(torch.Tensor points, torch.Tensor curve)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        long segments = curve.shape[1] - 1;
        torch.Tensor from = curve.narrow(1, 0, segments).unsqueeze(1);
        torch.Tensor along = curve.diff(dim: 1).unsqueeze(1);
        torch.Tensor offset = points.unsqueeze(2) - from;
        torch.Tensor fraction = ((offset * along).sum(3) / (along * along).sum(3).AtLeast(ShortestSegment)).Within(0, 1);
        torch.Tensor gap = offset - (along * fraction.unsqueeze(3));
        torch.Tensor nearest = (gap * gap).sum(3).argmin(2);
        torch.Tensor chosen = fraction.gather(2, nearest.unsqueeze(2)).squeeze(2);
        return (nearest.MoveToOuterDisposeScope(), chosen.MoveToOuterDisposeScope());
    }
}
