using CsCheck;
using MapDet.Core;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Dataset.Splits;

namespace MapDet.NuScenes.Tests.Dataset.Splits;

public sealed class GeographicSplitPropertyTests
{
    private static readonly string[] Locations = ["boston-seaport", "singapore-onenorth"];

    // Of one connected heap of drives, of many far places, and of everything between.
    private static readonly Gen<SceneLayout> Layouts =
        Gen.Select(
            Gen.Double[200, 1500],
            Gen.Select(Gen.Frequency((4, Gen.Const(0)), (1, Gen.Const(1))), Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[-150, 150], Gen.Double[-150, 150], Gen.Int[1, 8])
                .Array[3, 40],
            (extent, drives) => drives.Aggregate(new SceneLayout(), (layout, d) => layout.Drive(
                Locations[d.Item1],
                new Point2(d.Item2 * extent, d.Item3 * extent),
                new Point2((d.Item2 * extent) + d.Item4, (d.Item3 * extent) + d.Item5),
                d.Item6)));

    [Fact]
    public void Splits_of_any_layout_are_disjoint_complete_and_apart() =>
        Gen.Select(Layouts, Gen.Double[1, 200], Gen.Long[0, 5]).Sample(
            (layout, separation, seed) =>
            {
                if (Split(layout, separation, seed) is { } splits)
                {
                    SplitAssert.IsValid(splits, layout.Samples);
                }
            },
            iter: 60);

    [Fact]
    public void Scenes_that_all_lie_apart_are_all_kept() =>
        Gen.Select(Gen.Double[0, 9], Gen.Double[0, 9], Gen.Int[1, 8]).Array[3, 40].Sample(
            places =>
            {
                SceneLayout layout = new();
                for (int i = 0; i < places.Length; i++)
                {
                    Point2 place = new((20 * i) + places[i].Item1, places[i].Item2);
                    layout.Drive(Locations[0], place, place, places[i].Item3);
                }

                GeographicSplits splits = Assert.IsType<GeographicSplits>(Split(layout, separation: 10, seed: 1));

                SplitAssert.IsValid(splits, layout.Samples);
                Assert.Empty(splits.LeftOut.Scenes);
            },
            iter: 100);

    [Fact]
    public void Scenes_left_out_are_near_two_splits_or_more() =>
        Layouts.Sample(
            layout =>
            {
                if (Split(layout, separation: 67, seed: 1) is { } splits)
                {
                    Assert.All(splits.LeftOut.Scenes, scene => Assert.True(
                        splits.Splits.Count(split => split.Scenes.Any(other => AreNear(layout, scene, other, 67))) >= 2));
                }
            },
            iter: 60);

    [Fact]
    public void Equal_seeds_give_equal_splits_whatever_the_order_of_the_scenes() =>
        Layouts.Sample(
            layout =>
            {
                string? first = Split(layout, separation: 67, seed: 3)?.ToSplitFile();
                IEnumerable<PlacedSample> reversed = layout.Samples.GroupBy(sample => sample.Scene).Reverse().SelectMany(scene => scene);

                Assert.Equal(first, Split(reversed, separation: 67, seed: 3)?.ToSplitFile());
            },
            iter: 20);

    [Fact]
    public void Scenes_left_out_at_a_cut_keep_its_parts_apart_and_none_is_superfluous() =>
        Gen.Select(Layouts, Gen.Double[0, 1500]).Sample(
            (layout, border) =>
            {
                SceneGraph graph = new(SceneTrack.Of(layout.Samples), 67, CancellationToken.None);
                ILookup<bool, int> sides = Enumerable.Range(0, graph.Scenes.Length).ToLookup(scene => graph.Scenes[scene].Centre.X < border);
                int[] first = [.. sides[true]];
                int[] second = [.. sides[false]];

                HashSet<int> lost = new ConflictCover(graph).Of(first, second);

                (int, int)[] pairs =
                [
                    .. first.SelectMany(a => second.Where(b => graph.Scenes[a].Location == graph.Scenes[b].Location
                        && graph.Scenes[a].IsNear(graph.Scenes[b], 67)).Select(b => (a, b))),
                ];
                Assert.All(pairs, pair => Assert.True(lost.Contains(pair.Item1) || lost.Contains(pair.Item2)));
                Assert.All(lost, scene => Assert.Contains(
                    pairs, p => (p.Item1 == scene && !lost.Contains(p.Item2)) || (p.Item2 == scene && !lost.Contains(p.Item1))));
            },
            iter: 100);

    private static GeographicSplits? Split(SceneLayout layout, double separation, long seed) => Split(layout.Samples, separation, seed);

    private static GeographicSplits? Split(IEnumerable<PlacedSample> samples, double separation, long seed)
    {
        try
        {
            return new GeographicSplitter(new GeographicSplitOptions { Separation = separation, Seed = seed }).Split(samples);
        }
        catch (MapDetException exception)
        {
            Assert.Contains("no scenes were found", exception.Message, StringComparison.Ordinal);
            return null;
        }
    }

    private static bool AreNear(SceneLayout layout, string scene, string other, double distance) =>
        layout.Samples.Where(a => a.Scene == scene).Any(a => layout.Samples.Any(
            b => b.Scene == other && b.Location == a.Location && a.Position.DistanceTo(b.Position) < distance));
}
