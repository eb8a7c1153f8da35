using System.Globalization;
using MapDet.NuScenes.GroundTruth;

namespace MapDet.Stage2.Reporting;

/// <summary>How a cache's elements spread over classes and lengths, as text.</summary>
internal static class CacheHistogram
{
    private const int NameWidth = 14;
    private const int BarWidth = 40;

    /// <summary>Writes a row a class with its share, a row a bin of lengths, and the share of empty samples.</summary>
    public static void Write(GroundTruthStatistics statistics, TextWriter output)
    {
        output.WriteLine("  classes");
        foreach (ClassStatistics c in statistics.Classes)
        {
            WriteRow(output, c.Name, c.Elements, statistics.Elements);
        }

        output.WriteLine("  lengths, metres");
        for (int bin = 0; bin < GroundTruthStatistics.LengthBinEdges.Length; bin++)
        {
            WriteRow(output, BinName(bin), statistics.Classes.Sum(c => c.LengthHistogram[bin]), statistics.Elements);
        }

        output.WriteLine("  samples");
        WriteRow(output, "empty", statistics.EmptySamples, statistics.Samples);
        WriteRow(output, "with elements", statistics.Samples - statistics.EmptySamples, statistics.Samples);
    }

    private static string BinName(int bin)
    {
        bool isLast = bin == GroundTruthStatistics.LengthBinEdges.Length - 1;
        return isLast
            ? string.Create(CultureInfo.InvariantCulture, $"{GroundTruthStatistics.LengthBinEdges[bin]} or more")
            : string.Create(CultureInfo.InvariantCulture, $"{GroundTruthStatistics.LengthBinEdges[bin]} to {GroundTruthStatistics.LengthBinEdges[bin + 1]}");
    }

    private static void WriteRow(TextWriter output, string name, int count, int total)
    {
        double share = (double)count / Math.Max(total, 1);
        string bar = new('#', (int)Math.Round(share * BarWidth));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {name.PadRight(NameWidth)}{count,8} {share,7:0.0 %} {bar}").TrimEnd());
    }
}
