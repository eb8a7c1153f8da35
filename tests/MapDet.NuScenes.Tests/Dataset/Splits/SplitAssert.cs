using MapDet.Core.Geometry;
using MapDet.NuScenes.Dataset.Splits;

namespace MapDet.NuScenes.Tests.Dataset.Splits;

/// <summary>What holds for all geographic splits.</summary>
internal static class SplitAssert
{
    /// <summary>Every scene is in one place, and samples of different splits are apart; by comparing every pair.</summary>
    public static void IsValid(GeographicSplits splits, IReadOnlyList<PlacedSample> samples)
    {
        Dictionary<string, string> places = splits.Splits.Append(splits.LeftOut)
            .SelectMany(set => set.Scenes.Select(scene => (scene, set.Name)))
            .ToDictionary(pair => pair.scene, pair => pair.Name);
        Assert.Equal(samples.Select(sample => sample.Scene).Distinct().Order(StringComparer.Ordinal), places.Keys.Order(StringComparer.Ordinal));
        Assert.All(splits.Splits, split => Assert.NotEmpty(split.Scenes));
        Assert.All(splits.Splits, split => Assert.Equal(samples.Count(sample => places[sample.Scene] == split.Name), split.Samples));
        Assert.True(NearestPair(samples, places) >= splits.Separation);
    }

    /// <summary>The part of all samples that no split has.</summary>
    public static double Lost(GeographicSplits splits, IReadOnlyList<PlacedSample> samples) => (double)splits.LeftOut.Samples / samples.Count;

    /// <summary>The part of the kept samples that a split has.</summary>
    public static double Share(GeographicSplits splits, string name) =>
        (double)splits.Splits.Single(split => split.Name == name).Samples / splits.Splits.Sum(split => split.Samples);

    private static double NearestPair(IReadOnlyList<PlacedSample> samples, Dictionary<string, string> places)
    {
        double nearest = double.PositiveInfinity;
        foreach (IGrouping<string, PlacedSample> location in samples.GroupBy(sample => sample.Location))
        {
            (Point2 Position, string Split)[] kept =
            [
                .. location.Select(sample => (sample.Position, places[sample.Scene])).Where(pair => pair.Item2 != GeographicSplits.LeftOutName),
            ];
            for (int i = 0; i < kept.Length; i++)
            {
                for (int j = i + 1; j < kept.Length; j++)
                {
                    nearest = kept[i].Split == kept[j].Split ? nearest : Math.Min(nearest, kept[i].Position.DistanceTo(kept[j].Position));
                }
            }
        }

        return nearest;
    }
}
