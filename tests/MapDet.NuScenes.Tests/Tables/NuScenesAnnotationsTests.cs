using System.Text.Json.Nodes;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Tests.Tables;

public sealed class NuScenesAnnotationsTests
{
    private const string Nowhere = "00000000000000000000000000000bad";

    private static readonly NuScenesTables Tables = NuScenesTables.Load(GoldenFiles.DataRoot, NuScenesVersions.Mini);
    private static readonly NuScenesAnnotations Loaded = NuScenesAnnotations.Load(Tables);

    [Fact]
    public void Tables_have_the_number_of_records_of_the_reference()
    {
        JsonNode counts = GoldenFiles.Json("tables.json")["counts"]!;
        int Count(string table) => counts[table]!.GetValue<int>();

        Assert.Equal(
            (Count("category"), Count("attribute"), Count("visibility"), Count("instance"), Count("sample_annotation")),
            (Loaded.Categories.Length, Loaded.Attributes.Length, Loaded.Visibilities.Length, Loaded.InstanceCount, Loaded.Count));
    }

    [Fact]
    public void Samples_have_as_many_annotations_as_in_the_reference()
    {
        foreach (JsonNode? expected in GoldenFiles.Json("tables.json")["samples"]!.AsArray())
        {
            SampleRecord sample = Tables.FindSample(expected!["token"]!.GetValue<string>())!.Sample;

            AnnotationRecord[] annotations = [.. Loaded.Of(sample)];

            Assert.Equal(expected["annotations"]!.GetValue<int>(), annotations.Length);
            Assert.All(annotations, annotation => Assert.Same(sample, annotation.Sample));
        }
    }

    [Fact]
    public void Annotations_hold_what_their_table_says()
    {
        JsonArray rows = Rows("sample_annotation");
        Assert.Equal(rows.Select(row => Text(row, "token")), Loaded.All.Select(annotation => annotation.Token));

        foreach (JsonNode? row in rows)
        {
            AnnotationRecord annotation = Loaded.Find(Text(row, "token"))!;

            Assert.Equal(Text(row, "sample_token"), annotation.Sample.Token);
            Assert.Equal(Text(row, "instance_token"), annotation.Instance.Token);
            Assert.Equal(Text(row, "visibility_token"), annotation.Visibility!.Token);
            Assert.Equal(row!["attribute_tokens"]!.AsArray().Select(token => token!.GetValue<string>()), annotation.Attributes.Select(a => a.Token));
            Assert.Equal(PoseOf(row), annotation.BoxToWorld);
            double[] size = row["size"]!.Numbers();
            Assert.Equal(new BoxSize(size[0], size[1], size[2]), annotation.Size);
            Assert.Equal(row["num_lidar_pts"]!.GetValue<int>(), annotation.LidarPoints);
            Assert.Equal(row["num_radar_pts"]!.GetValue<int>(), annotation.RadarPoints);
            Assert.Equal((Text(row, "prev"), Text(row, "next")), (annotation.Previous ?? "", annotation.Next ?? ""));
        }
    }

    [Fact]
    public void Instances_are_walked_from_their_first_annotation_to_their_last()
    {
        JsonArray rows = Rows("instance");
        Assert.Equal(rows.Select(row => Text(row, "token")), Loaded.Instances.Select(instance => instance.Token));

        foreach (JsonNode? row in rows)
        {
            InstanceRecord instance = Loaded.FindInstance(Text(row, "token"))!;
            AnnotationRecord[] track = [.. Loaded.Of(instance)];

            Assert.Equal(Text(row, "category_token"), instance.Category.Token);
            Assert.Equal(row!["nbr_annotations"]!.GetValue<int>(), track.Length);
            Assert.Equal((instance.FirstAnnotation, instance.LastAnnotation), (track[0].Token, track[^1].Token));
            Assert.Equal(track.Select(a => a.Sample.Timestamp).Order(), track.Select(a => a.Sample.Timestamp));
            Assert.All(track, annotation => Assert.Equal(instance, annotation.Instance));
        }
    }

    [Fact]
    public void Labels_hold_what_their_tables_say()
    {
        Assert.Equal(
            Rows("category").Select(row => new CategoryRecord(Text(row, "token"), Text(row, "name"), Text(row, "description"), Index: null)),
            Loaded.Categories);
        Assert.Equal(
            Rows("attribute").Select(row => new AttributeRecord(Text(row, "token"), Text(row, "name"), Text(row, "description"))), Loaded.Attributes);
        Assert.Equal(
            Rows("visibility").Select(row => new VisibilityRecord(Text(row, "token"), Text(row, "level"), Text(row, "description"))),
            Loaded.Visibilities);
    }

    [Fact]
    public void The_label_numbers_that_lidarseg_adds_are_read()
    {
        using EditedTables edited = new();
        edited.Set("category", "index", 17);

        Assert.Equal(17, NuScenesAnnotations.Load(edited.Load()).Categories[0].Index);
    }

    [Fact]
    public void An_annotation_without_visibility_is_accepted()
    {
        using EditedTables edited = new();
        string token = edited.Set("sample_annotation", "visibility_token", "");

        Assert.Null(NuScenesAnnotations.Load(edited.Load()).Find(token)!.Visibility);
    }

    [Fact]
    public void The_test_version_has_no_annotations()
    {
        using EditedTables edited = new(NuScenesVersions.Test);
        edited.Edit("instance", records => records.Clear());
        edited.Edit("sample_annotation", records => records.Clear());

        NuScenesTables tables = edited.Load();
        NuScenesAnnotations annotations = NuScenesAnnotations.Load(tables);

        Assert.Equal((NuScenesVersions.Test, 16), (tables.Version, tables.Samples.Length));
        Assert.Equal((0, 0, 3), (annotations.Count, annotations.InstanceCount, annotations.Categories.Length));
        Assert.All(tables.Samples, pair => Assert.Empty(annotations.Of(pair.Sample)));
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        Assert.Throws<OperationCanceledException>(() => NuScenesAnnotations.Load(Tables, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void What_is_not_there_is_not_found()
    {
        InstanceRecord stranger = Loaded.Instances.First() with { Token = Nowhere };

        Assert.Null(Loaded.Find(Nowhere));
        Assert.Null(Loaded.FindInstance(""));
        Assert.Throws<ArgumentException>(() => Loaded.Of(stranger));
    }

    private static JsonArray Rows(string table) => GoldenFiles.Json("dataset", NuScenesVersions.Mini, table + ".json").AsArray();

    private static string Text(JsonNode? row, string field) => row![field]!.GetValue<string>();

    private static Pose PoseOf(JsonNode row)
    {
        double[] q = row["rotation"]!.Numbers();
        double[] t = row["translation"]!.Numbers();
        return new Pose(q[0], q[1], q[2], q[3], new Point3(t[0], t[1], t[2]));
    }
}
