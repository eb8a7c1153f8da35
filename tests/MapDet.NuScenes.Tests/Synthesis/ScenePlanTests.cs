using System.Collections.Immutable;
using System.Text.Json;
using MapDet.Core;
using MapDet.NuScenes.Synthesis;

namespace MapDet.NuScenes.Tests.Synthesis;

public sealed class ScenePlanTests
{
    [Theory]
    [InlineData("v1.0-mini", 1, 0)]
    [InlineData("v1.0-mini", 2, 1)]
    [InlineData("v1.0-mini", 10, 2)]
    [InlineData("v1.0-trainval", 2, 1)]
    [InlineData("v1.0-trainval", 100, 18)]
    [InlineData("v1.0-trainval", 850, 150)]
    [InlineData("v1.0-test", 150, 150)]
    public void Scenes_are_divided_as_officially(string version, int scenes, int heldOut)
    {
        string split = version switch { "v1.0-mini" => "mini_val", "v1.0-trainval" => "val", _ => "test" };
        ImmutableArray<SyntheticScene> plan = ScenePlan.ForVersion(version, scenes);
        Assert.Equal(scenes, plan.Select(scene => scene.Name).Distinct().Count());
        Assert.Equal(heldOut, plan.Count(scene => OfficialNames.ScenesOf(split).Contains(scene.Name)));
    }

    [Fact]
    public void Training_and_validation_scenes_never_share_a_town()
    {
        ImmutableArray<SyntheticScene> plan = ScenePlan.ForVersion("v1.0-trainval", 200);
        ILookup<bool, string> locations = plan.ToLookup(scene => OfficialNames.ScenesOf("val").Contains(scene.Name), scene => scene.Location);
        Assert.Empty(locations[true].Intersect(locations[false]));
    }

    [Theory]
    [InlineData("v1.0-mini", 11)]
    [InlineData("v1.0-mini", 0)]
    [InlineData("v2.0", 1)]
    public void More_scenes_than_a_version_has_are_refused(string version, int scenes) =>
        Assert.Throws<MapDetException>(() => ScenePlan.ForVersion(version, scenes));

    [Fact]
    public void The_demo_trains_in_two_towns_and_chooses_and_reports_in_one_other_each()
    {
        DemoPlan plan = ScenePlan.ForDemo(400, 20, 30);
        Assert.Equal(2, Towns(plan.Train).Count());
        Assert.Single(Towns(plan.Choose));
        Assert.Single(Towns(plan.Report));
        Assert.Equal(4, Towns(plan.Scenes).Count());
        Assert.All(plan.Train, scene => Assert.Contains(scene.Name, OfficialNames.ScenesOf("train")));
        Assert.All(plan.Choose.Concat(plan.Report), scene => Assert.Contains(scene.Name, OfficialNames.ScenesOf("val")));
        Assert.Empty(plan.Choose.Intersect(plan.Report));

        static IEnumerable<string> Towns(IEnumerable<SyntheticScene> scenes) => scenes.Select(scene => scene.Location).Distinct();
    }

    [Fact]
    public void The_split_file_of_the_demo_names_all_its_scenes()
    {
        DemoPlan plan = ScenePlan.ForDemo(5, 2, 3);
        Dictionary<string, string[]> splits = JsonSerializer.Deserialize<Dictionary<string, string[]>>(plan.ToSplitFile())!;
        Assert.Equal(plan.Train.Select(scene => scene.Name), splits["train"]);
        Assert.Equal(plan.Choose.Select(scene => scene.Name), splits["choose"]);
        Assert.Equal(plan.Report.Select(scene => scene.Name), splits["report"]);
    }
}
