using System.Globalization;
using ScottPlot;

namespace MapDet.Stage2.Visualization;

/// <summary>A logarithmic vertical axis: the plot holds decimal logarithms, its ticks are labelled with the numbers themselves.</summary>
internal static class LogAxis
{
    private const int FewestTicks = 3;
    private const double Margin = 0.06;

    // From coarse to fine; the first that gives enough ticks is taken.
    private static readonly double[][] s_digits = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]];

    /// <summary>Labels a plot's left axis and sets its limits.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="values">The numbers that it shows, not their logarithms, all of them positive.</param>
    public static void Apply(Plot plot, IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        (double low, double high) = (Math.Log10(values.Min()), Math.Log10(values.Max()));
        double margin = Math.Max(Margin * (high - low), 0.02);
        double[] ticks = Ticks(low - margin, high + margin);
        plot.Axes.Left.SetTicks([.. ticks.Select(Math.Log10)], [.. ticks.Select(Label)]);
        plot.Axes.SetLimitsY(low - margin, high + margin);
    }

    /// <summary>Round numbers between two logarithms, or what the limits stand for where there are none.</summary>
    internal static double[] Ticks(double low, double high)
    {
        IEnumerable<int> powers = Enumerable.Range((int)Math.Floor(low), (int)Math.Ceiling(high) - (int)Math.Floor(low) + 1);
        double[][] choices = [.. s_digits.Select(digits => powers
            .SelectMany(power => digits.Select(digit => digit * Math.Pow(10, power)))
            .Where(tick => Math.Log10(tick) >= low && Math.Log10(tick) <= high)
            .ToArray())];
        return choices.FirstOrDefault(ticks => ticks.Length >= FewestTicks) ?? [Math.Pow(10, low), Math.Pow(10, (low + high) / 2), Math.Pow(10, high)];
    }

    private static string Label(double value) => value is >= 0.001 and < 100_000
        ? value.ToString(value >= 10 ? "0.#" : "0.####", CultureInfo.InvariantCulture)
        : value.ToString("0.#e+0", CultureInfo.InvariantCulture);
}
