using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>What a cache holds, in numbers.</summary>
/// <param name="Samples">Number of samples.</param>
/// <param name="EmptySamples">How many of them have no element.</param>
/// <param name="Classes">The classes in their order.</param>
public sealed record GroundTruthStatistics(int Samples, int EmptySamples, ImmutableArray<ClassStatistics> Classes)
{
    /// <summary>Lower ends of the bins of length histograms, metres.</summary>
    public static ImmutableArray<double> LengthBinEdges { get; } = [0, 1, 2, 5, 10, 20, 30, 40, 60];

    /// <summary>Number of elements of all classes.</summary>
    public int Elements => Classes.Sum(statistics => statistics.Elements);

    internal static GroundTruthStatistics Of(IReadOnlyCollection<GroundTruthSample> samples) => new(
        samples.Count,
        samples.Count(sample => sample.Elements.IsEmpty),
        [.. MapClasses.All.Select(mapClass => Of(mapClass, samples.SelectMany(sample => sample.Elements)))]);

    internal GroundTruthStatistics Add(GroundTruthStatistics other) => new(
        Samples + other.Samples,
        EmptySamples + other.EmptySamples,
        [.. Classes.Zip(other.Classes, (a, b) => new ClassStatistics(
            a.Name,
            a.Elements + b.Elements,
            a.Closed + b.Closed,
            a.TotalLength + b.TotalLength,
            [.. a.LengthHistogram.Zip(b.LengthHistogram, (x, y) => x + y)]))]);

    private static ClassStatistics Of(MapClass mapClass, IEnumerable<MapElement> all)
    {
        MapElement[] elements = [.. all.Where(element => element.Class == mapClass)];
        double[] lengths = [.. elements.Select(element => element.Vertices.Length)];
        int[] histogram = new int[LengthBinEdges.Length];
        foreach (double length in lengths)
        {
            histogram[LengthBinEdges.Count(edge => edge <= length) - 1]++;
        }

        return new ClassStatistics(
            mapClass.Name(), elements.Length, elements.Count(element => element.IsClosed), lengths.Sum(), [.. histogram]);
    }
}
