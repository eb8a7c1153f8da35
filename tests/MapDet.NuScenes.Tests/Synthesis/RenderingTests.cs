using System.Collections.Immutable;
using MapDet.NuScenes.Synthesis;

namespace MapDet.NuScenes.Tests.Synthesis;

public sealed class RenderingTests
{
    private static readonly SynthesisOptions Options = new()
    {
        Output = "unused",
        Scenes = ScenePlan.ForVersion("v1.0-mini", 10),
        SamplesPerScene = 4,
        ImageWidth = 640,
        ImageHeight = 360,
        Seed = 5,
    };

    [Fact]
    public void Projected_map_elements_meet_paint_or_kerb() => Assert.InRange(ShareMet(new ProjectedMarkings(Options)), 0.9, 1);

    [Fact]
    public void Map_elements_moved_aside_miss_paint_and_kerb() =>
        Assert.InRange(ShareMet(new ProjectedMarkings(Options) { Displacement = 1 }), 0, 0.7);

    private static double ShareMet(ProjectedMarkings markings)
    {
        ImmutableArray<(int Met, int Visible)> counts = [.. Enumerable.Range(0, Options.Scenes.Length).Select(drive => markings.Count(drive, sample: 2))];
        int visible = counts.Sum(count => count.Visible);
        Assert.True(visible > 1000);
        return (double)counts.Sum(count => count.Met) / visible;
    }
}
