using TorchSharp;

namespace MapDet.Core.Parity;

/// <summary>Measures how far computed tensors are off their references.</summary>
internal static class Deviation
{
    /// <summary>|a - b| at the element that comes nearest to its limit, or passes it farthest.</summary>
    /// <param name="name">The reference's name.</param>
    /// <param name="expected">The reference.</param>
    /// <param name="actual">Computed.</param>
    /// <param name="absolute">Allowed at every element.</param>
    /// <param name="relative">Allowed on top, times the absolute value of the reference.</param>
    /// <param name="measure">What is said about the comparison.</param>
    public static ParityResult Absolute(
        string name, torch.Tensor expected, torch.Tensor actual, double absolute, double relative = 0, string measure = "absolute")
    {
        if (!HaveSameShape(expected, actual))
        {
            return OtherShape(name, expected, actual, absolute);
        }

        using DisposeScope scope = torch.NewDisposeScope();
        double[] reference = Doubles(expected);
        double[] computed = Doubles(actual);
        (double worst, double worstError, double worstLimit) = (0, 0, absolute);
        for (int i = 0; i < reference.Length; i++)
        {
            double error = Math.Abs(reference[i] - computed[i]);
            double limit = absolute + (relative * Math.Abs(reference[i]));
            if (double.IsNaN(error))
            {
                return new ParityResult(name, measure, double.NaN, absolute);
            }

            double ratio = error == 0 ? 0 : error / limit;
            if (ratio > worst || (ratio == worst && error > worstError))
            {
                (worst, worstError, worstLimit) = (ratio, error, limit);
            }
        }

        return new ParityResult(name, measure, worstError, worstLimit);
    }

    /// <summary>max |a - b|, where the limit is a fraction of the reference's largest absolute value.</summary>
    public static ParityResult OfLargest(string name, torch.Tensor expected, torch.Tensor actual, double fraction, string measure)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        double largest = expected.numel() == 0 ? 0 : expected.abs().max().to(torch.float64).item<double>();
        return Absolute(name, expected, actual, fraction * largest, measure: measure);
    }

    /// <summary>norm(a - b) / norm(b).</summary>
    public static ParityResult RelativeNorm(string name, torch.Tensor expected, torch.Tensor actual, double limit)
    {
        const string Measure = "relative L2";
        if (!HaveSameShape(expected, actual))
        {
            return OtherShape(name, expected, actual, limit);
        }

        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor reference = expected.to(torch.float64);
        double error = (actual.detach().to(torch.float64) - reference).norm().item<double>();
        double size = reference.norm().item<double>();
        return new ParityResult(name, Measure, error == 0 ? 0 : error / size, limit);
    }

    /// <summary>The number of elements that differ among those that count.</summary>
    /// <param name="name">The reference's name.</param>
    /// <param name="expected">The reference, whole numbers.</param>
    /// <param name="actual">Computed, whole numbers.</param>
    /// <param name="counts">Bool, of the same shape: where an element counts; null: everywhere.</param>
    /// <param name="measure">What is said about the comparison.</param>
    public static ParityResult Different(
        string name, torch.Tensor expected, torch.Tensor actual, torch.Tensor? counts = null, string measure = "elements that differ")
    {
        if (!HaveSameShape(expected, actual))
        {
            return OtherShape(name, expected, actual, 0);
        }

        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor differs = expected.ne(actual);
        double number = (counts is null ? differs : differs.logical_and(counts)).sum().to(torch.float64).item<double>();
        return new ParityResult(name, measure, number, 0);
    }

    private static bool HaveSameShape(torch.Tensor expected, torch.Tensor actual) => expected.shape.AsSpan().SequenceEqual(actual.shape);

    private static ParityResult OtherShape(string name, torch.Tensor expected, torch.Tensor actual, double limit) => new(
        name, $"shape [{string.Join(", ", actual.shape)}] instead of [{string.Join(", ", expected.shape)}]", double.PositiveInfinity, limit);

    private static double[] Doubles(torch.Tensor tensor) =>
        tensor.numel() == 0 ? [] : tensor.detach().to(torch.float64).contiguous().data<double>().ToArray();
}
