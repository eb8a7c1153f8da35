using System.Text.Json.Nodes;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Tests.Tables;

public sealed class NuScenesTablesTests
{
    private const string Nowhere = "00000000000000000000000000000bad";

    [Theory]
    [InlineData(NuScenesVersions.Mini)]
    [InlineData(NuScenesVersions.TrainVal)]
    [InlineData(NuScenesVersions.Test)]
    public void Every_published_version_is_read_from_its_folder(string version)
    {
        using EditedTables edited = new(version);

        Assert.Equal((version, 4), (edited.Load().Version, edited.Load().Scenes.Length));
    }

    [Theory]
    [InlineData("v1.0")]
    [InlineData("v2.0-mini")]
    [InlineData("")]
    [InlineData("../v1.0-mini")]
    public void A_folder_of_another_name_is_no_version(string name)
    {
        using EditedTables edited = new("v1.0");

        InvalidInputException exception = Assert.Throws<InvalidInputException>(() => NuScenesTables.Load(edited.DataRoot, name));

        Assert.Contains($"'{name}' is no version", exception.Message, StringComparison.Ordinal);
        Assert.Contains("v1.0-mini, v1.0-trainval, v1.0-test", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scene")]
    [InlineData("log")]
    [InlineData("sample")]
    [InlineData("sample_data")]
    [InlineData("ego_pose")]
    [InlineData("calibrated_sensor")]
    [InlineData("sensor")]
    [InlineData("map")]
    public void A_table_that_maps_need_must_be_there(string table)
    {
        using EditedTables edited = new();
        File.Delete(edited.PathOf(table));

        FaultAssert.Names(table, null, null, () => edited.Load());
    }

    [Fact]
    public void A_scene_may_lack_its_description()
    {
        using EditedTables edited = new();
        string[] expected = [.. edited.Read("scene").Select(scene => scene!["description"]!.GetValue<string>())];
        edited.Edit("scene", records => records[1]!.AsObject().Remove("description"));
        expected[1] = "";

        Assert.Equal(expected, edited.Load().Scenes.Select(scene => scene.Description));
    }

    [Theory]
    [InlineData("samples/CAM_FRONT/..a.jpg")]
    [InlineData("./samples/CAM_FRONT/a..b.jpg")]
    [InlineData("samples/CAM_FRONT/n015-2018-07-24T11:22:45+0800.jpg")]
    public void An_odd_file_name_below_the_data_root_is_accepted(string name)
    {
        using EditedTables edited = new();
        edited.Set("sample_data", "filename", name, IsCameraKeyFrame);

        NuScenesTables tables = edited.Load();

        Assert.Contains(tables.Samples.SelectMany(pair => CameraChannels.All.Select(channel => tables.Camera(pair.Sample, channel).FileName)), name.Equals);
    }

    [Fact]
    public void A_mask_may_name_logs_that_this_version_does_not_hold()
    {
        // As map.json of the published v1.0-mini does.
        using EditedTables edited = new();
        edited.Edit("map", records => records[0]!["log_tokens"]!.AsArray().Add(Nowhere));

        Assert.Contains(Nowhere, edited.Load().Masks[0].LogTokens);
    }

    [Fact]
    public void A_log_in_no_mask_is_named_when_its_mask_is_asked_for()
    {
        using EditedTables edited = new();
        edited.Edit("map", records => records.ToList().ForEach(map => map!["log_tokens"] = new JsonArray()));
        NuScenesTables tables = edited.Load();

        InvalidInputException exception = FaultAssert.Names("map", null, "log_tokens", () => tables.Mask(tables.Scenes[0].Log));

        Assert.Contains(tables.Scenes[0].Log.Token, exception.Message, StringComparison.Ordinal);
    }

    private static bool IsCameraKeyFrame(JsonNode? record) => record!["is_key_frame"]!.GetValue<bool>() && record["fileformat"]!.GetValue<string>() == "jpg";
}
