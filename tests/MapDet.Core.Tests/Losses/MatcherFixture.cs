using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Losses;

/// <summary>A case of <c>matcher_*.safetensors</c>.</summary>
internal sealed class MatcherFixture : IDisposable
{
    private readonly string _name;

    public MatcherFixture(string set, string name)
    {
        Golden = new GoldenTensors("losses", $"matcher_{set}.safetensors");
        _name = name;
        long[] shape = Golden.Shape($"{name}.logits");
        (Batch, Queries, Classes) = ((int)shape[0], (int)shape[1], (int)shape[2]);
    }

    /// <summary>Each name in both sets of point orders, for theories.</summary>
    public static TheoryData<string, string> InBothSets(IEnumerable<string> names)
    {
        TheoryData<string, string> cases = [];
        foreach (string name in names)
        {
            cases.Add("v2", name);
            cases.Add("v4", name);
        }

        return cases;
    }

    public GoldenTensors Golden { get; }

    public int Batch { get; }

    public int Queries { get; }

    public int Classes { get; }

    /// <summary>The predictions; the decoder speaks of [-1, 1], the reference of [0, 1].</summary>
    public LayerPrediction Prediction() => new(Golden.Tensor($"{_name}.logits"), (Golden.Tensor($"{_name}.points") * 2) - 1);

    /// <summary>The ground truths of all images with the orders of the file.</summary>
    public ImmutableArray<MatchTarget>[] AllTargets() => [.. Enumerable.Range(0, Batch).Select(Targets)];

    public float[] Floats(int image, string tensor) => Golden.Floats($"{_name}.{image}.{tensor}");

    public torch.Tensor Tensor(int image, string tensor) => Golden.Tensor($"{_name}.{image}.{tensor}");

    public int[] Ints(int image, string tensor) => Golden.Ints($"{_name}.{image}.{tensor}");

    /// <summary>The ground truths of an image with the orders of the file.</summary>
    public ImmutableArray<MatchTarget> Targets(int image)
    {
        int[] labels = Ints(image, "gt_labels");
        int[] counts = Ints(image, "gt_order_count");
        float[] orders = Floats(image, "gt_orders");
        int stride = labels.Length == 0 ? 0 : orders.Length / labels.Length;
        return
        [
            .. labels.Select((label, g) => new MatchTarget(
                (MapClass)label, new PointOrderSet(20, orders[(g * stride)..((g * stride) + (counts[g] * 40))]))),
        ];
    }

    /// <summary>The ground truths of an image as elements, known by their sampled points alone.</summary>
    public ImmutableArray<MapElement> Elements(int image)
    {
        ImmutableArray<Point2>[] points =
            [.. Floats(image, "gt_points").Chunk(40).Select(line => line.Chunk(2).Select(p => new Point2(p[0], p[1])).ToImmutableArray())];
        return [.. Ints(image, "gt_labels").Select((label, g) => new MapElement((MapClass)label, new Polyline(points[g]), points[g]))];
    }

    public void Dispose() => Golden.Dispose();
}
