using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.Core.Decoding;

/// <summary>Chooses the polylines that the decoder's instances start from.</summary>
public static class AnchorClustering
{
    /// <summary>The parts of the instances that start as divider, crossing and boundary.</summary>
    private static readonly ImmutableArray<double> ClassShares = [0.4, 0.25, 0.35];

    /// <summary>Clusters the polylines of a training set and their mirror images, a class by itself.</summary>
    /// <param name="elements">Ground truth in metres.</param>
    /// <param name="range">What stands in for a class that has too few elements is spread over it.</param>
    /// <param name="instances">Number of anchors; dividers, crossings and boundaries get 8, 5 and 7 of 20.</param>
    /// <param name="points">Points of an anchor.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The cluster centres, class by class; equal elements give equal anchors.</returns>
    public static MapAnchors Fit(
        IEnumerable<MapElement> elements, PerceptionRange range, int instances, int points, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentNullException.ThrowIfNull(range);
        ILookup<MapClass, double[]> vectors = elements.ToLookup(e => e.Class, e => PolylineOrientation.Normalize(e, points));
        ImmutableArray<int> counts = Share(instances);
        ImmutableArray<ImmutableArray<Point2>>.Builder anchors = ImmutableArray.CreateBuilder<ImmutableArray<Point2>>(instances);
        foreach (MapClass mapClass in MapClasses.All)
        {
            int count = counts[(int)mapClass];
            double[][] originals = [.. vectors[mapClass]];
            double[][] all = [.. originals, .. originals.Select(v => PolylineOrientation.Mirror(v, mapClass == MapClass.PedCrossing))];
            double[][] centers = KMeans.Cluster(all, count, cancellationToken);
            anchors.AddRange(centers.Select(ToPoints));
            anchors.AddRange(SpreadClass(mapClass, range, count - centers.Length, points));
        }

        return new MapAnchors(anchors.DrainToImmutable());
    }

    /// <summary>Anchors without a training set: lines along the range, side by side, and small squares for crossings.</summary>
    /// <param name="range">Where.</param>
    /// <param name="instances">Number of anchors.</param>
    /// <param name="points">Points of an anchor.</param>
    public static MapAnchors Spread(PerceptionRange range, int instances, int points)
    {
        ArgumentNullException.ThrowIfNull(range);
        ImmutableArray<int> counts = Share(instances);
        return new MapAnchors([.. MapClasses.All.SelectMany(c => SpreadClass(c, range, counts[(int)c], points))]);
    }

    /// <summary>Shares instances among the classes: whole parts first, then by the largest remainder.</summary>
    internal static ImmutableArray<int> Share(int instances)
    {
        int[] counts = [.. ClassShares.Select(s => (int)Math.Floor((s * instances) + 1e-9))];
        IEnumerable<int> byRemainder = Enumerable.Range(0, counts.Length).OrderByDescending(i => (ClassShares[i] * instances) - counts[i]);
        foreach (int i in byRemainder.Take(instances - counts.Sum()))
        {
            counts[i]++;
        }

        return [.. counts];
    }

    private static ImmutableArray<Point2> ToPoints(double[] vector) =>
        [.. Enumerable.Range(0, vector.Length / 2).Select(i => new Point2(vector[2 * i], vector[(2 * i) + 1]))];

    private static IEnumerable<ImmutableArray<Point2>> SpreadClass(MapClass mapClass, PerceptionRange range, int count, int points)
    {
        for (int i = 0; i < count; i++)
        {
            double across = (i + 0.5) / count;
            yield return mapClass == MapClass.PedCrossing ? Square(range, across, points) : Line(range, across, points);
        }
    }

    private static ImmutableArray<Point2> Line(PerceptionRange range, double across, int points)
    {
        double x = range.XMin + (across * range.Width);
        return new Polyline([new Point2(x, range.YMin), new Point2(x, range.YMax)]).Resample(points);
    }

    private static ImmutableArray<Point2> Square(PerceptionRange range, double along, int points)
    {
        double half = range.Width / 10;
        double y = range.YMin + (along * range.Length);
        double x = (range.XMin + range.XMax) / 2;
        Point2 start = new(x - half, y - half);
        return new Polyline([start, new Point2(x + half, y - half), new Point2(x + half, y + half), new Point2(x - half, y + half), start])
            .Resample(points);
    }
}
