using System.Globalization;
using MapDet.NuScenes.GroundTruth;

namespace MapDet.Stage2.Reporting;

/// <summary>What a ground-truth cache holds, as text.</summary>
internal static class CacheSummary
{
    /// <summary>Writes the summary.</summary>
    public static void Write(GroundTruthCache cache, TextWriter output)
    {
        GroundTruthCacheInfo info = cache.Info;
        GroundTruthStatistics statistics = info.Statistics;
        output.WriteLine($"{cache.Path}: ground truth of {info.NuScenesVersion}, split {info.Split}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  range [{info.Range.XMin}, {info.Range.YMin}, {info.Range.ZMin}, {info.Range.XMax}, {info.Range.YMax}, {info.Range.ZMax}], {info.PointCount} points, extraction {info.ExtractionVersion}"));
        output.WriteLine($"  maps: {string.Join(", ", info.MapVersions.Select(m => $"{m.Key} {m.Value}"))}");
        output.WriteLine($"  hash {info.Hash}");
        output.WriteLine($"  {statistics.Samples} samples, {statistics.EmptySamples} of them empty, {statistics.Elements} elements");
        foreach (ClassStatistics c in statistics.Classes)
        {
            double mean = c.TotalLength / Math.Max(c.Elements, 1);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {c.Name,-14}{c.Elements,8} elements, {c.Closed,6} closed, {mean,6:0.0} m long on average"));
        }
    }
}
