using System.Diagnostics;
using System.Globalization;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Tables;

namespace MapDet.Benchmarks.Scale;

/// <summary>Makes the ground-truth cache of all samples of a data set, on all cores; of a small one several times.</summary>
/// <param name="dataRoot">The data set's folder.</param>
/// <param name="version">The version of its tables.</param>
internal sealed class ExtractionMeasurement(string dataRoot, string version) : IScaleMeasurement
{
    private const int LeastSamples = 20_000;

    public void Run(TextWriter output, CancellationToken cancellationToken)
    {
        NuScenesFrames frames = new(NuScenesTables.Load(dataRoot, version, cancellationToken));
        GroundTruthRequest all = new()
        {
            Version = version,
            Maps = new MapExpansionStore(dataRoot),
            Split = "all",
            Samples = frames.ReadFrames(cancellationToken),
        };
        TimeSpan preparing = Time(() => Prepare(all, cancellationToken));
        Dictionary<string, GroundTruthExtractor> extractors = Prepare(all, cancellationToken);
        int samples = all.Samples.Length * ((LeastSamples + all.Samples.Length - 1) / all.Samples.Length);
        ParallelOptions limits = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        void Extract() => Parallel.For(0, samples, limits, i => extractors[all.Samples[i % all.Samples.Length].Location].Extract(all.Samples[i % all.Samples.Length].MapFrame));
        Extract();
        TimeSpan extracting = Time(Extract);
        TimeSpan whole = Time(() => BuildCache(all, cancellationToken));
        string nodes = string.Join(", ", all.Locations.Select(location => $"{location} {all.Maps.Map(location).RoadSegments.Length + all.Maps.Map(location).Lanes.Length} areas"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Extraction      {all.Samples.Length} samples on {Environment.ProcessorCount} cores; roads and lanes: {nodes}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  preparing maps  {preparing.TotalSeconds:F2} s"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  extraction      {samples / extracting.TotalSeconds:F0} samples/s ({samples} samples, warmed up)"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  whole cache     {whole.TotalSeconds:F2} s, maps and file included ({all.Samples.Length / whole.TotalSeconds:F0} samples/s)"));
        output.WriteLine($"  peak memory     {ProcessMemory.Format(ProcessMemory.PeakBytes())} (process)");
    }

    private static Dictionary<string, GroundTruthExtractor> Prepare(GroundTruthRequest request, CancellationToken cancellationToken) =>
        request.Locations.ToDictionary(
            location => location,
            location => new GroundTruthExtractor(request.Maps.Map(location, cancellationToken), request.Range, request.PointCount));

    private static void BuildCache(GroundTruthRequest request, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            new GroundTruthCacheBuilder().BuildAsync(request, Path.Combine(folder.FullName, "all.arrow"), cancellationToken: cancellationToken).GetAwaiter().GetResult();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static TimeSpan Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start);
    }
}
