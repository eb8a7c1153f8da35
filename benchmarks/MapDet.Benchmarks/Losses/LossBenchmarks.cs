using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Benchmarks.Losses;

/// <summary>
/// Matching and loss on the reference case <c>batch_4x12</c>: 4 images, 50 queries, 12 ground truths each, a third of them rings.
/// </summary>
/// <remarks>
/// One thread, as each slice of a training step on a CPU has.
/// </remarks>
[MemoryDiagnoser]
public class LossBenchmarks : TorchBenchmarks
{
    private const string Case = "batch_4x12";
    private const int Images = 4;
    private readonly ISetCriterion _mapTr = SetCriterionFactory.Create(new CriterionOptions(), PerceptionRange.Default);
    private readonly ISetCriterion _vertexShifts =
        SetCriterionFactory.Create(new CriterionOptions { PointOrders = PointOrderPattern.VertexShifts }, PerceptionRange.Default);

    private readonly ISetCriterion _original =
        SetCriterionFactory.Create(new CriterionOptions { Kind = CriterionKind.Original }, PerceptionRange.Default);

    private ImmutableArray<MapElement>[] _groundTruth = [];
    private MapPredictions _predictions = null!;

    /// <summary>Decoder layers that are supervised.</summary>
    [Params(1, 6)]
    public int Layers { get; set; } = 1;

    [GlobalSetup]
    public void Setup()
    {
        torch.set_num_threads(1);
        Prepare();
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "matcher_v4.safetensors"));
        using DisposeScope scope = torch.NewDisposeScope();
        LayerPrediction Leaf() => new(
            file.Read($"{Case}.logits").to(Device).requires_grad_(true).DetachFromDisposeScope(),
            ((file.Read($"{Case}.points") * 2) - 1).to(Device).detach().requires_grad_(true).DetachFromDisposeScope());
        _predictions = new MapPredictions([.. Enumerable.Range(0, Layers).Select(_ => Leaf())]);
        _groundTruth = [.. Enumerable.Range(0, Images).Select(image => ReadElements(file, $"{Case}.{image}"))];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (LayerPrediction layer in _predictions.Layers)
        {
            layer.ClassLogits.Dispose();
            layer.Points.Dispose();
        }

        Release();
    }

    [Benchmark]
    public void Forward()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        _mapTr.Compute(_predictions, _groundTruth);
        Synchronize();
    }

    [Benchmark]
    public void ForwardAndBackward() => ForwardAndBackward(_mapTr);

    [Benchmark]
    public void VertexShiftsForwardAndBackward() => ForwardAndBackward(_vertexShifts);

    [Benchmark]
    public void OriginalForwardAndBackward() => ForwardAndBackward(_original);

    private void ForwardAndBackward(ISetCriterion criterion)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        criterion.Compute(_predictions, _groundTruth).Total.backward();
        Synchronize();
    }

    private static ImmutableArray<MapElement> ReadElements(SafetensorsFile file, string image)
    {
        long[] labels = file.Read($"{image}.gt_labels").data<long>().ToArray();
        float[] points = file.Read($"{image}.gt_points").data<float>().ToArray();
        ImmutableArray<Point2>[] lines =
            [.. points.Chunk(points.Length / labels.Length).Select(line => line.Chunk(2).Select(p => new Point2(p[0], p[1])).ToImmutableArray())];
        return [.. labels.Zip(lines, (label, line) => new MapElement((MapClass)label, new Polyline(line), line))];
    }
}
