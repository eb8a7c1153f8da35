using System.Text.Json.Nodes;

namespace MapDet.NuScenes.Tests.Tables;

public sealed class NuScenesTablesFaultTests
{
    private const string Nowhere = "00000000000000000000000000000bad";

    [Theory]
    [InlineData("scene")]
    [InlineData("log")]
    [InlineData("sample")]
    [InlineData("sample_data")]
    [InlineData("ego_pose")]
    [InlineData("calibrated_sensor")]
    [InlineData("sensor")]
    [InlineData("map")]
    public void A_record_that_is_there_twice_is_named(string table)
    {
        using EditedTables edited = new();
        string token = edited.Read(table)[0]!["token"]!.GetValue<string>();
        edited.Edit(table, records => records.Add(records[0]!.DeepClone()));

        FaultAssert.Names(table, token, "token", () => edited.Load());
    }

    [Theory]
    [InlineData("scene")]
    [InlineData("sample")]
    [InlineData("ego_pose")]
    [InlineData("sensor")]
    public void An_empty_token_is_no_token(string table)
    {
        using EditedTables edited = new();
        edited.Set(table, "token", "");

        FaultAssert.Names(table, null, "token", () => edited.Load());
    }

    [Fact]
    public void Two_scenes_of_one_name_are_named()
    {
        using EditedTables edited = new();
        edited.Edit("scene", records => records[2]!["name"] = records[0]!["name"]!.GetValue<string>());
        string token = edited.Read("scene")[2]!["token"]!.GetValue<string>();

        FaultAssert.Names("scene", token, "name", () => edited.Load());
    }

    [Theory]
    [InlineData("")]
    [InlineData(Nowhere)]
    public void A_sample_that_names_another_one_before_itself_is_named(string previous)
    {
        using EditedTables edited = new();
        string token = edited.Set("sample", "prev", previous, sample => sample["prev"]!.GetValue<string>().Length > 0);

        FaultAssert.Names("sample", token, "prev", () => edited.Load());
    }

    [Fact]
    public void A_first_sample_that_names_one_before_itself_is_named()
    {
        using EditedTables edited = new();
        string token = edited.Set("sample", "prev", Nowhere, sample => sample["prev"]!.GetValue<string>().Length == 0);

        FaultAssert.Names("sample", token, "prev", () => edited.Load());
    }

    [Theory]
    [InlineData("../../escape")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("C:b")]
    [InlineData("line\nbreak")]
    public void A_sample_token_that_would_lead_a_file_elsewhere_is_refused(string token)
    {
        using EditedTables edited = new();
        edited.Set("sample", "token", token);

        FaultAssert.Names("sample", token, "token", () => edited.Load());
    }

    [Fact]
    public void Two_key_frames_of_a_camera_in_a_sample_are_named()
    {
        using EditedTables edited = new();
        edited.Edit("sample_data", records =>
        {
            JsonNode copy = records.First(IsCameraKeyFrame)!.DeepClone();
            copy["token"] = Nowhere;
            records.Add(copy);
        });

        FaultAssert.Names("sample_data", Nowhere, "sample_token", () => edited.Load());
    }

    [Theory]
    [InlineData("filename", "/etc/passwd")]
    [InlineData("filename", "\\\\server\\share\\a.jpg")]
    [InlineData("filename", "C:\\a.jpg")]
    [InlineData("filename", "samples/../../a.jpg")]
    [InlineData("filename", "")]
    [InlineData("filename", "samples/a\u0000.jpg")]
    [InlineData("width", -1600)]
    [InlineData("height", 3000000000)]
    [InlineData("timestamp", 1e30)]
    [InlineData("timestamp", 1.5)]
    [InlineData("is_key_frame", "true")]
    public void A_field_of_a_key_frame_that_does_not_hold_what_it_should_is_named(string field, object value)
    {
        using EditedTables edited = new();
        string token = edited.Set("sample_data", field, JsonValue.Create(value), IsCameraKeyFrame);

        FaultAssert.Names("sample_data", token, field, () => edited.Load());
    }

    [Fact]
    public void A_mask_outside_of_the_data_root_is_refused()
    {
        using EditedTables edited = new();
        string token = edited.Set("map", "filename", "maps/../../a.png");

        FaultAssert.Names("map", token, "filename", () => edited.Load());
    }

    [Theory]
    [InlineData("ego_pose")]
    [InlineData("calibrated_sensor")]
    public void A_place_that_lies_on_no_map_is_refused(string table)
    {
        using EditedTables edited = new();
        string token = edited.Set(table, "translation", new JsonArray(0, -1e300, 0));

        FaultAssert.Names(table, token, "translation", () => edited.Load());
    }

    [Theory]
    [InlineData(0, 0, 0.0)]
    [InlineData(1, 1, -1266.0)]
    [InlineData(1, 0, 1.0)]
    [InlineData(2, 0, 0.1)]
    [InlineData(2, 2, 2.0)]
    public void A_camera_matrix_that_is_none_of_a_pinhole_is_named(int row, int column, double value)
    {
        using EditedTables edited = new();
        string token = "";
        edited.Edit("calibrated_sensor", records =>
        {
            JsonNode camera = records.First(record => record!["camera_intrinsic"]!.AsArray().Count > 0)!;
            camera["camera_intrinsic"]![row]![column] = value;
            token = camera["token"]!.GetValue<string>();
        });

        FaultAssert.Names("calibrated_sensor", token, "camera_intrinsic", () => edited.Load());
    }

    private static bool IsCameraKeyFrame(JsonNode? record) => record!["is_key_frame"]!.GetValue<bool>() && record["fileformat"]!.GetValue<string>() == "jpg";
}
