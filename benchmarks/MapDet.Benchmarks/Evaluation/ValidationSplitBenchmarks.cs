using BenchmarkDotNet.Attributes;
using MapDet.Core.Contracts;
using MapDet.Core.Evaluation;

namespace MapDet.Benchmarks.Evaluation;

/// <summary>The metric on a made-up split of the size of nuScenes' v1.0-trainval val: 6,019 samples, 50 predictions each.</summary>
[MemoryDiagnoser]
public class ValidationSplitBenchmarks
{
    private const int Samples = 6019;
    private const int Predictions = 50;
    private readonly string _folder = Directory.CreateTempSubdirectory("mapdet-benchmark-").FullName;
    private ChamferAveragePrecision _metric = null!;

    private string PredictionsPath => Path.Combine(_folder, "nuscmap_results.json");

    private string AnnotationsPath => Path.Combine(_folder, "nuscenes_map_anns_val.json");

    [GlobalSetup]
    public void Setup()
    {
        GeneratedSplit split = new(Samples, Predictions);
        MapTrResultsFile.Write(PredictionsPath, split.Samples().Select(s => s.Found));
        MapTrAnnotationsFile.Write(AnnotationsPath, split.Samples().Select(s => s.There));
        _metric = new ChamferAveragePrecision();
        foreach ((SampleDetections found, SampleAnnotations there) in split.Samples())
        {
            _metric.Add(found.SampleToken, found.Detections, there.Elements);
        }
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    /// <summary>The metric alone.</summary>
    [Benchmark]
    public MapMetrics Compute() => _metric.Compute();

    /// <summary>Reading both files (0.3 GB), then the metric.</summary>
    [Benchmark]
    public MapMetrics ReadAndCompute() => PredictionEvaluator.Evaluate(PredictionsPath, AnnotationsPath);
}
