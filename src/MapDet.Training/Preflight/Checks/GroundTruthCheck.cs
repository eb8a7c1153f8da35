using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.Training.Preflight.Checks;

/// <summary>Does the ground truth of both sets fit the model? Looks at samples spread over each set.</summary>
internal sealed class GroundTruthCheck : IPreflightCheck
{
    private const int LookedAt = 50;
    private const double Tolerance = 0.01;

    // Of a whole set, some line ends on each border of the range that it was cut to.
    private const double SmallestPart = 0.8;

    /// <inheritdoc/>
    public string Name => "ground truth";

    /// <inheritdoc/>
    public PreflightResult Check(PreflightContext context)
    {
        string[] faults = [.. Faults(context, context.TrainingData), .. Faults(context, context.ValidationData)];
        if (faults.Length > 0)
        {
            return PreflightResult.Error(string.Join(" ", faults));
        }

        string[] warnings = [.. Warnings(context.Model.Range, context.TrainingData), .. Warnings(context.Model.Range, context.ValidationData)];
        return warnings.Length > 0
            ? PreflightResult.Warning(string.Join(" ", warnings))
            : PreflightResult.Passed($"both caches fit {context.Model.Queries.NumPoints} points and the range");
    }

    private static IEnumerable<string> Faults(PreflightContext context, IMapDataset dataset)
    {
        int points = context.Model.Queries.NumPoints;
        int[] others = [.. Elements(dataset).Select(e => e.Points.Length).Where(count => count != points).Distinct()];
        if (others.Length > 0)
        {
            yield return $"{dataset.Name} has elements of {string.Join(", ", others)} points, the model makes {points}: make its cache again.";
        }
    }

    private static IEnumerable<string> Warnings(PerceptionRange range, IMapDataset dataset)
    {
        ImmutableArray<Point2> points = [.. Elements(dataset).SelectMany(e => e.Points)];
        if (points.IsEmpty)
        {
            if (dataset.Count > 0)
            {
                yield return $"{dataset.Name} has no elements in the samples looked at: nothing can be learnt or scored there.";
            }

            yield break;
        }

        if (points.Any(p => p.X < range.XMin - Tolerance || p.X > range.XMax + Tolerance || p.Y < range.YMin - Tolerance || p.Y > range.YMax + Tolerance))
        {
            yield return $"{dataset.Name} has points outside of the model's range: its cache was made for another one.";
        }
        else if (dataset.Count >= LookedAt
            && (points.Max(p => p.X) - points.Min(p => p.X) < SmallestPart * range.Width || points.Max(p => p.Y) - points.Min(p => p.Y) < SmallestPart * range.Length))
        {
            yield return $"no point of {dataset.Name} comes near the border of the model's range: its cache was made for a smaller one.";
        }
    }

    private static IEnumerable<MapElement> Elements(IMapDataset dataset)
    {
        int step = Math.Max(1, dataset.Count / LookedAt);
        for (int i = 0; i < dataset.Count; i += step)
        {
            foreach (MapElement element in dataset[i].Elements)
            {
                yield return element;
            }
        }
    }
}
