using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Tests.GroundTruth;

/// <summary>Compares elements with the reference's, one to one within a class and in any order.</summary>
internal static class GroundTruthAssert
{
    private const double Tolerance = 1e-3;

    public static void Equal(JsonNode expectedInstances, IReadOnlyList<MapElement> actual, string where)
    {
        ExpectedElement[] expected = [.. expectedInstances.AsArray().Select(node => ExpectedElement.FromJson(node!))];
        Assert.All(actual, element => Assert.True(IsSampledFromItsLine(element), $"{where}: points are not sampled from the line"));
        Match(expected, [.. actual.Select(element => (element.Class, element.IsClosed, element.Points))], where);
    }

    public static void LinesEqual(JsonNode expectedInstances, IEnumerable<Polyline> actual, string where)
    {
        ExpectedElement[] expected = [.. expectedInstances.AsArray().Select(node => ExpectedElement.FromJson(node!))];
        Match(expected, [.. actual.Select(line => (MapClass.Divider, line.IsClosed, line.Resample(20)))], where);
    }

    private static void Match(ExpectedElement[] expected, (MapClass Class, bool IsClosed, ImmutableArray<Point2> Points)[] actual, string where)
    {
        foreach (MapClass mapClass in MapClasses.All)
        {
            Assert.True(
                expected.Count(element => element.Class == mapClass) == actual.Count(element => element.Class == mapClass),
                $"{where}: {actual.Count(element => element.Class == mapClass)} elements of {mapClass.Name()}, "
                    + $"not {expected.Count(element => element.Class == mapClass)}");
        }

        List<(MapClass Class, bool IsClosed, ImmutableArray<Point2> Points)> left = [.. actual];
        foreach (ExpectedElement element in expected)
        {
            int match = left.FindIndex(candidate =>
                candidate.Class == element.Class && element.DistanceTo(candidate.IsClosed, candidate.Points) <= Tolerance);
            Assert.True(match >= 0, $"{where}: nothing matches the {element.Class.Name()} from {element.Sampled[0]} to {element.Sampled[^1]}");
            left.RemoveAt(match);
        }
    }

    private static bool IsSampledFromItsLine(MapElement element) =>
        element.Vertices.Resample(element.Points.Length).Zip(element.Points, (a, b) => a.DistanceTo(b)).All(distance => distance <= 1e-5);
}
