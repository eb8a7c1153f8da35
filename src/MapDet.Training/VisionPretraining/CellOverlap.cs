using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Training.VisionPretraining;

/// <summary>Intersection and union of predicted and true cells, a class each.</summary>
/// <param name="Intersections">Cells that are both.</param>
/// <param name="Unions">Cells that are either.</param>
internal sealed record CellOverlap(ImmutableArray<long> Intersections, ImmutableArray<long> Unions)
{
    /// <summary>Nothing counted yet.</summary>
    public static CellOverlap Empty { get; } = new([.. new long[MapClasses.Count]], [.. new long[MapClasses.Count]]);

    /// <summary>Intersection over union; 0 for a class that is nowhere.</summary>
    public ImmutableArray<double> Values => [.. Intersections.Zip(Unions, (i, u) => u == 0 ? 0 : (double)i / u)];

    /// <summary>Counts the cells of some samples.</summary>
    /// <param name="logits">[B, C, 3, R, S].</param>
    /// <param name="targets">The same shape, zeros and ones.</param>
    public static CellOverlap Count(torch.Tensor logits, torch.Tensor targets)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor predicted = logits.IsAbove(0);
        torch.Tensor actual = targets.IsAbove(0.5);
        return new CellOverlap(Sum(predicted.logical_and(actual)), Sum(predicted.logical_or(actual)));
    }

    /// <summary>Both counts together.</summary>
    public CellOverlap Add(CellOverlap other) => new(
        [.. Intersections.Zip(other.Intersections, (a, b) => a + b)], [.. Unions.Zip(other.Unions, (a, b) => a + b)]);

    private static ImmutableArray<long> Sum(torch.Tensor cells) => [.. cells.sum([0, 1, 3, 4], type: torch.int64).cpu().data<long>().ToArray()];
}
