using System.Text.Json.Nodes;
using MapDet.Core;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Tests.Tables;

public sealed class NuScenesAnnotationsFaultTests
{
    private const string Nowhere = "00000000000000000000000000000bad";

    private static readonly NuScenesAnnotations Loaded = NuScenesAnnotations.Load(NuScenesTables.Load(GoldenFiles.DataRoot, NuScenesVersions.Mini));

    [Theory]
    [InlineData("sample_annotation")]
    [InlineData("instance")]
    [InlineData("category")]
    [InlineData("attribute")]
    [InlineData("visibility")]
    public void An_annotation_table_is_missed_only_by_those_who_ask_for_it(string table)
    {
        using EditedTables edited = new();
        File.Delete(edited.PathOf(table));

        NuScenesTables tables = edited.Load();

        FaultAssert.Names(table, null, null, () => NuScenesAnnotations.Load(tables));
    }

    [Theory]
    [InlineData("sample_annotation", "sample_token", Nowhere)]
    [InlineData("sample_annotation", "instance_token", Nowhere)]
    [InlineData("sample_annotation", "visibility_token", "5")]
    [InlineData("sample_annotation", "prev", Nowhere)]
    [InlineData("sample_annotation", "next", Nowhere)]
    [InlineData("sample_annotation", "num_lidar_pts", -1)]
    [InlineData("sample_annotation", "num_radar_pts", "3")]
    [InlineData("sample_annotation", "size", "large")]
    [InlineData("sample_annotation", "rotation", 1)]
    [InlineData("sample_annotation", "attribute_tokens", "")]
    [InlineData("instance", "category_token", Nowhere)]
    [InlineData("instance", "first_annotation_token", Nowhere)]
    [InlineData("instance", "last_annotation_token", Nowhere)]
    [InlineData("instance", "nbr_annotations", 99)]
    [InlineData("instance", "nbr_annotations", -1)]
    [InlineData("category", "name", null)]
    [InlineData("visibility", "level", 4)]
    public void A_field_that_does_not_hold_what_it_should_is_named(string table, string field, object? value)
    {
        using EditedTables edited = new();
        string token = edited.Set(table, field, JsonValue.Create(value));

        FaultAssert.Names(table, token, field, () => NuScenesAnnotations.Load(edited.Load()));
    }

    [Fact]
    public void An_attribute_that_does_not_exist_is_named()
    {
        using EditedTables edited = new();
        string token = edited.Set("sample_annotation", "attribute_tokens", new JsonArray(Nowhere));

        Assert.Contains(
            Nowhere,
            FaultAssert.Names("sample_annotation", token, "attribute_tokens", () => NuScenesAnnotations.Load(edited.Load())).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sample_annotation")]
    [InlineData("instance")]
    [InlineData("category")]
    [InlineData("attribute")]
    [InlineData("visibility")]
    public void A_record_that_is_there_twice_is_named(string table)
    {
        using EditedTables edited = new();
        string token = Text(edited.Read(table)[0], "token");
        edited.Edit(table, records => records.Add(records[0]!.DeepClone()));

        FaultAssert.Names(table, token, "token", () => NuScenesAnnotations.Load(edited.Load()));
    }

    [Fact]
    public void Neighbours_that_disagree_are_named()
    {
        using EditedTables edited = new();
        string token = edited.Set("sample_annotation", "prev", "", row => Text(row, "prev").Length > 0);
        string before = Text(GoldenFiles.Json("dataset", NuScenesVersions.Mini, "sample_annotation.json").AsArray().Single(row => Text(row, "next") == token), "token");

        FaultAssert.Names("sample_annotation", before, "next", () => NuScenesAnnotations.Load(edited.Load()));
    }

    [Fact]
    public void Annotations_that_follow_each_other_in_a_circle_are_named()
    {
        using EditedTables edited = new();
        InstanceRecord instance = Loaded.Instances.First();
        edited.Set("sample_annotation", "prev", instance.LastAnnotation, row => Text(row, "token") == instance.FirstAnnotation);
        edited.Set("sample_annotation", "next", instance.FirstAnnotation, row => Text(row, "token") == instance.LastAnnotation);

        InvalidInputException exception = Assert.Throws<InvalidInputException>(() => NuScenesAnnotations.Load(edited.Load()));

        Assert.Contains("circle", exception.Message, StringComparison.Ordinal);
        Assert.Contains(exception.Record, Loaded.Of(instance).Select(annotation => annotation.Token));
    }

    [Fact]
    public void An_annotation_in_the_chain_of_another_instance_is_named()
    {
        using EditedTables edited = new();
        AnnotationRecord annotation = Loaded.All.First(annotation => annotation.Previous is not null && annotation.Next is not null);
        InstanceRecord other = Loaded.Instances.First(instance => instance.Token != annotation.Instance.Token);
        edited.Set("sample_annotation", "instance_token", other.Token, row => Text(row, "token") == annotation.Token);

        InvalidInputException exception = Assert.Throws<InvalidInputException>(() => NuScenesAnnotations.Load(edited.Load()));

        Assert.Contains(exception.Record, new[] { annotation.Previous, annotation.Token });
        Assert.Equal("next", exception.Field);
    }

    [Fact]
    public void A_first_annotation_that_is_not_the_first_is_named()
    {
        using EditedTables edited = new();
        AnnotationRecord second = Loaded.Of(Loaded.Instances.First()).ElementAt(1);
        string token = edited.Set("instance", "first_annotation_token", second.Token);

        FaultAssert.Names("instance", token, "first_annotation_token", () => NuScenesAnnotations.Load(edited.Load()));
    }

    [Fact]
    public void An_annotation_that_its_instance_does_not_lead_to_is_named()
    {
        using EditedTables edited = new();
        string lonely = Nowhere;
        edited.Edit("sample_annotation", records =>
        {
            JsonNode copy = records[0]!.DeepClone();
            (copy["token"], copy["prev"], copy["next"]) = (lonely, "", "");
            records.Add(copy);
        });

        FaultAssert.Names("sample_annotation", lonely, "instance_token", () => NuScenesAnnotations.Load(edited.Load()));
    }

    private static string Text(JsonNode? row, string field) => row![field]!.GetValue<string>();
}
