using System.Globalization;
using MapDet.NuScenes.Dataset.Splits;

namespace MapDet.Stage2.Reporting;

/// <summary>The distances between two splits as a table of plain text: a column a location, a row a distance.</summary>
internal static class OverlapTable
{
    private const int NameWidth = 20;
    private const int LeastCellWidth = 14;

    /// <summary>Writes the table.</summary>
    /// <param name="overlap">The distances.</param>
    /// <param name="training">The name of the split to train on.</param>
    /// <param name="evaluated">The name of the split to score.</param>
    /// <param name="output">Where the text goes.</param>
    public static void Write(SplitOverlap overlap, string training, string evaluated, TextWriter output)
    {
        (string Name, OverlapStatistics Statistics)[] columns = [("all", overlap.All), .. overlap.Locations.Select(pair => (pair.Key, pair.Value))];
        output.WriteLine($"Samples of {evaluated} by the distance to the nearest sample of {training}");
        WriteRow("", column => column.Name);
        WriteRow("samples", column => Count(column.Statistics.Samples));
        for (int i = 0; i < overlap.All.Nearer.Length; i++)
        {
            WriteRow(
                $"nearer than {Metres(overlap.All.Nearer[i].Metres)}",
                column => CountAndShare(column.Statistics, column.Statistics.Nearer[i].Samples));
        }

        WriteRow("farther", column => CountAndShare(column.Statistics, column.Statistics.Beyond));
        WriteRow("other town", column => CountAndShare(column.Statistics, column.Statistics.OtherTown));
        foreach (double share in overlap.All.Quantiles.Select(quantile => quantile.Share))
        {
            WriteRow(
                share == 0.5 ? "median" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} % within"),
                column => column.Statistics.Quantiles.FirstOrDefault(quantile => quantile.Share == share) is { } found ? Metres(found.Metres, "0.0") : "-");
        }

        void WriteRow(string name, Func<(string Name, OverlapStatistics Statistics), string> cell) =>
            output.WriteLine($"{name.PadRight(NameWidth)}{string.Concat(columns.Select(c => cell(c).PadLeft(Math.Max(LeastCellWidth, c.Name.Length + 2))))}");
    }

    private static string Count(int samples) => samples.ToString(CultureInfo.InvariantCulture);

    private static string CountAndShare(OverlapStatistics statistics, int samples) =>
        string.Create(CultureInfo.InvariantCulture, $"{samples} {100 * statistics.ShareOf(samples),5:0.0} %");

    private static string Metres(double metres, string format = "0.#") => $"{metres.ToString(format, CultureInfo.InvariantCulture)} m";
}
