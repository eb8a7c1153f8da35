using BenchmarkDotNet.Attributes;
using MapDet.Core.Contracts;
using MapDet.Core.Evaluation;

namespace MapDet.Benchmarks.Evaluation;

/// <summary>The metric on the reference set <c>chamfer_ap/main</c>: 40 samples, up to 50 predictions each.</summary>
/// <remarks>MapTR's own evaluation, in Python, needs 2.7 s for it.</remarks>
[MemoryDiagnoser]
public class ReferenceSetBenchmarks
{
    private readonly string _predictions = Path.Combine(AppContext.BaseDirectory, "chamfer_ap", "main", "nuscmap_results.json");
    private readonly string _annotations = Path.Combine(AppContext.BaseDirectory, "chamfer_ap", "main", "nuscenes_map_anns_val.json");
    private ChamferAveragePrecision _metric = null!;

    [GlobalSetup]
    public void Setup() => _metric = PredictionEvaluator.Read(_predictions, _annotations);

    /// <summary>The metric alone.</summary>
    [Benchmark]
    public MapMetrics Compute() => _metric.Compute();

    /// <summary>Reading both files, then the metric.</summary>
    [Benchmark]
    public MapMetrics ReadAndCompute() => PredictionEvaluator.Evaluate(_predictions, _annotations);
}
