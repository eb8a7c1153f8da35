using System.Diagnostics;
using System.Globalization;
using MapDet.NuScenes.Tables;

namespace MapDet.Benchmarks.Scale;

/// <summary>Reads all tables of a data set once, as a program does that has just started.</summary>
/// <param name="dataRoot">The data set's folder.</param>
/// <param name="version">The version of its tables.</param>
internal sealed class TableReadingMeasurement(string dataRoot, string version) : IScaleMeasurement
{
    public void Run(TextWriter output, CancellationToken cancellationToken)
    {
        long before = ProcessMemory.PeakBytes();
        long start = Stopwatch.GetTimestamp();
        NuScenesTables tables = NuScenesTables.Load(dataRoot, version, cancellationToken);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        long peak = ProcessMemory.PeakBytes();
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        TableCounts counts = tables.Counts;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Table reading   {counts.Samples} samples, {counts.SampleData} sample_data, {counts.EgoPoses} ego_pose"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  time            {time.TotalSeconds:F2} s"));
        output.WriteLine($"  peak memory     {ProcessMemory.Format(peak)} (process; before reading: {ProcessMemory.Format(before)})");
        output.WriteLine($"  managed heap    {ProcessMemory.Format(heap)} (what the tables keep)");
        GC.KeepAlive(tables);
    }
}
