using System.Text.Json.Nodes;
using MapDet.Core;
using MapDet.Core.Geometry;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Tables;
using MapDet.NuScenes.Tests.GroundTruth;

namespace MapDet.NuScenes.Tests.Tables;

public sealed class BrokenDataTests
{
    public static TheoryData<string> Errors => Names("error");

    public static TheoryData<string> Sound => Names("ok");

    public static TheoryData<string> Either => Names("either");

    [Theory]
    [MemberData(nameof(Errors))]
    public void A_fault_is_named_with_its_file_record_and_field(string name)
    {
        BrokenCase fault = BrokenCase.Named(name);
        using TemporaryFolder folder = new();
        fault.MakeIn(folder.Path);

        InvalidInputException exception = Assert.Throws<InvalidInputException>(() => ExtractAll(folder.Path));

        Assert.Contains(fault.File, exception.Message.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Contains(fault.Record ?? "", exception.Message, StringComparison.Ordinal);
        bool isText = exception.InnerException is System.Text.Json.JsonException;
        Assert.Contains(isText ? "LineNumber" : fault.Field ?? "", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public void An_odd_but_sound_data_set_gives_the_same_ground_truth(string name)
    {
        using TemporaryFolder folder = new();
        BrokenCase.Named(name).MakeIn(folder.Path);

        ExpectBase(folder.Path);
    }

    [Theory]
    [MemberData(nameof(Either))]
    public void A_fault_outside_of_the_ground_truth_is_named_or_does_no_harm(string name)
    {
        BrokenCase fault = BrokenCase.Named(name);
        using TemporaryFolder folder = new();
        fault.MakeIn(folder.Path);

        try
        {
            ExpectBase(folder.Path);
        }
        catch (InvalidInputException exception)
        {
            Assert.Contains(fault.Record!, exception.Message, StringComparison.Ordinal);
        }
    }

    private static TheoryData<string> Names(string expect) =>
        [.. BrokenCase.All.Where(fault => fault.Expect == expect).Select(fault => fault.Name)];

    private static void ExpectBase(string dataRoot)
    {
        JsonArray expected = GoldenFiles.Json("broken", "base_gt.json")["samples"]!.AsArray();
        var actual = ExtractAll(dataRoot);
        Assert.Equal(expected.Count, actual.Count);
        foreach (JsonNode? sample in expected)
        {
            string token = sample!["sample_token"]!.GetValue<string>();
            GroundTruthAssert.Equal(sample["instances"]!, actual[token], token);
        }
    }

    private static Dictionary<string, IReadOnlyList<Core.Contracts.MapElement>> ExtractAll(string dataRoot)
    {
        NuScenesTables tables = NuScenesTables.Load(dataRoot, BrokenCase.Version);
        MapExpansionStore maps = new(dataRoot);
        return tables.Scenes
            .SelectMany(scene => scene.Samples.Select(sample => (scene.Location, Sample: sample)))
            .ToDictionary(
                pair => pair.Sample.Token,
                pair => (IReadOnlyList<Core.Contracts.MapElement>)new GroundTruthExtractor(maps.Map(pair.Location), PerceptionRange.Default, 20)
                    .Extract(tables.MapFrame(pair.Sample)));
    }
}
