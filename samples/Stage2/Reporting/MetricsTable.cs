using System.Globalization;
using MapDet.Core.Contracts;

namespace MapDet.Stage2.Reporting;

/// <summary>Scores as a table of plain text.</summary>
internal static class MetricsTable
{
    private const int NameWidth = 14;
    private const int NumberWidth = 9;

    /// <summary>Writes the table.</summary>
    public static void Write(MapMetrics metrics, TextWriter output)
    {
        string[] thresholds = [.. metrics.Thresholds.Select(t => string.Create(CultureInfo.InvariantCulture, $"AP@{t:0.0##}"))];
        output.WriteLine(Row("class", ["AP", .. thresholds, "truths", "found"]));
        foreach (MapClass mapClass in MapClasses.All)
        {
            ClassMetrics scores = metrics.Classes[(int)mapClass];
            output.WriteLine(Row(
                mapClass.Name(),
                [
                    Fraction(scores.AveragePrecision),
                    .. scores.AveragePrecisions.Select(Fraction),
                    scores.GroundTruths.ToString(CultureInfo.InvariantCulture),
                    scores.Predictions.ToString(CultureInfo.InvariantCulture),
                ]));
        }

        IEnumerable<string> means = Enumerable.Range(0, metrics.Thresholds.Length)
            .Select(t => Fraction(metrics.Classes.Average(c => c.AveragePrecisions[t])));
        output.WriteLine(Row("mAP", [Fraction(metrics.MeanAveragePrecision), .. means]));
    }

    private static string Fraction(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Row(string name, IEnumerable<string> cells) =>
        $"{name.PadRight(NameWidth)}{string.Concat(cells.Select(c => c.PadLeft(NumberWidth)))}";
}
