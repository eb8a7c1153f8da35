using MapDet.Core.Contracts;
using MapDet.Core.Evaluation;
using MapDet.Core.Geometry;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Evaluation;

public sealed class MapTrFilesTests : IDisposable
{
    private const string Line = """{"pts":[[0,0],[0,9.5]],"pts_num":2,"cls_name":"divider","type":0,"confidence_level":0.5}""";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Predictions_survive_being_written_and_read()
    {
        IReadOnlyList<SampleDetections> samples = MapTrResultsFile.Read(new ChamferFixture("main").Predictions);

        MapTrResultsFile.Write(_folder.File("copy.json"), samples);

        IReadOnlyList<SampleDetections> copy = MapTrResultsFile.Read(_folder.File("copy.json"));
        Assert.Equal(samples.Select(s => s.SampleToken), copy.Select(s => s.SampleToken));
        Assert.Equal(
            samples.SelectMany(s => s.Detections).SelectMany(d => d.Points.Select(p => (d.Class, d.Score, p))),
            copy.SelectMany(s => s.Detections).SelectMany(d => d.Points.Select(p => (d.Class, d.Score, p))));
    }

    [Fact]
    public void Ground_truth_survives_being_written_and_read()
    {
        IReadOnlyList<SampleAnnotations> samples = MapTrAnnotationsFile.Read(new ChamferFixture("edge").Annotations);

        MapTrAnnotationsFile.Write(_folder.File("copy.json"), samples);

        Assert.Equal(
            samples.SelectMany(s => s.Elements).SelectMany(e => e.Vertices.Vertices.Select(p => (e.Class, p))),
            MapTrAnnotationsFile.Read(_folder.File("copy.json")).SelectMany(s => s.Elements).SelectMany(e => e.Vertices.Vertices.Select(p => (e.Class, p))));
    }

    [Fact]
    public void Written_files_have_the_form_of_MapTR()
    {
        MapDetection detection = new(MapClass.Boundary, 0.25, [new Point2(1, 2), new Point2(3.5, 4)]);

        MapTrResultsFile.Write(_folder.File("r.json"), [new SampleDetections("abc", [detection])]);

        Assert.Equal(
            """{"meta":{"use_lidar":false,"use_camera":true,"use_radar":false,"use_map":false,"use_external":true},"results":[{"sample_token":"abc","vectors":[{"pts":[[1,2],[3.5,4]],"pts_num":2,"cls_name":"boundary","type":2,"confidence_level":0.25}]}]}""",
            File.ReadAllText(_folder.File("r.json")));
    }

    [Fact]
    public void Properties_may_stand_in_any_order_and_others_are_skipped()
    {
        string path = Write($$$"""{"extra":[1,[2]],"results":[{"vectors":[{{{Line}}}],"more":{},"sample_token":"x"}],"meta":{}}""");

        Assert.Equal(("x", 1), MapTrResultsFile.Read(path).Select(s => (s.SampleToken, s.Detections.Length)).Single());
    }

    [Fact]
    public void A_sample_larger_than_the_buffer_is_read_whole()
    {
        string many = string.Join(",", Enumerable.Repeat(Line, 5000));
        string path = Write($$"""{"results":[{"sample_token":"x","vectors":[{{many}}]},{"sample_token":"y","vectors":[]}]}""");

        Assert.Equal([5000, 0], MapTrResultsFile.Read(path).Select(s => s.Detections.Length));
    }

    [Theory]
    [InlineData("""{"sample_token":"x","vectors":[{"pts":[[0,0],[1,1]],"type":3,"confidence_level":1}]}""", "x", "vectors[0].type")]
    [InlineData("""{"sample_token":"x","vectors":[{"pts":[[0,0],[1,1]],"type":0.5,"confidence_level":1}]}""", "x", "vectors[0].type")]
    [InlineData("""{"sample_token":"x","vectors":[{"pts":[[0,0],[1,1]],"type":0,"cls_name":"boundary","confidence_level":1}]}""", "x", "vectors[0].cls_name")]
    [InlineData("""{"sample_token":"x","vectors":[{"pts":[[0,0],[1,1]],"type":0}]}""", "x", "vectors[0].confidence_level")]
    [InlineData("""{"sample_token":"x","vectors":[{"pts":[[0,0],[1,1]],"type":0,"confidence_level":"high"}]}""", "x", "vectors[0].confidence_level")]
    [InlineData("""{"sample_token":"x","vectors":[{"pts":[[0,0,0],[1,1,1]],"type":0,"confidence_level":1}]}""", "x", "vectors[0].pts")]
    [InlineData("""{"sample_token":"x","vectors":[{"pts":[[0,1e999]],"type":0,"confidence_level":1}]}""", "x", "vectors[0].pts")]
    [InlineData("""{"sample_token":"x","vectors":[{"pts":[[0]],"type":0,"confidence_level":1}]}""", "x", "vectors[0].pts")]
    [InlineData("""{"sample_token":"x","vectors":[{"type":0,"confidence_level":1}]}""", "x", "vectors[0].pts")]
    [InlineData("""{"sample_token":"x","vectors":[7]}""", "x", "vectors[0]")]
    [InlineData("""{"sample_token":"x","vectors":{}}""", "x", "vectors")]
    [InlineData("""{"sample_token":"x"}""", "x", "vectors")]
    [InlineData("""{"vectors":[]}""", "results[0]", "sample_token")]
    [InlineData("""{"sample_token":5,"vectors":[]}""", "results[0]", "sample_token")]
    [InlineData("""{"sample_token":"x","vectors":[]},{"sample_token":"x","vectors":[]}""", "x", null)]
    [InlineData("5", "results[0]", null)]
    public void Faults_are_named_with_file_sample_and_field(string samples, string? record, string? field)
    {
        string path = Write($$"""{"results":[{{samples}}]}""");

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => MapTrResultsFile.Read(path));

        Assert.Equal((path, record, field), (e.File, e.Record, e.Field));
    }

    [Theory]
    [InlineData("""{"sample_token":"x","vectors":[{"pts":[[0,0],[1,NaN]],"type":0,"confidence_level":1}]}""", "x", "vectors[0].pts[1][1]", "NaN")]
    [InlineData("""{"sample_token":"x","vectors":[{},{"pts":[],"confidence_level": NaN}]}""", "x", "vectors[1].confidence_level", "NaN")]
    [InlineData("""{"sample_token":"x","vectors":[{"pts":[[-Infinity,0]]}]}""", "x", "vectors[0].pts[0][0]", "-Infinity")]
    [InlineData("""{"vectors":[{"pts":[[Infinity,0]]}],"sample_token":"x"}""", "results[0]", "vectors[0].pts[0][0]", "Infinity")]
    [InlineData("""{"sample_token":"x","extra":{"a":1,"b":[true,nil]},"vectors":[]}""", "x", "extra.b[1]", "damaged or cut short")]
    [InlineData("""{"sample_token":"x","vectors":[],,}""", "x", null, "damaged or cut short")]
    public void What_is_no_JSON_is_named_with_file_sample_and_place(string sample, string record, string? field, string problem)
    {
        string path = Write($$"""{"results":[{{sample}}]}""");

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => MapTrResultsFile.Read(path));

        Assert.Equal((path, record, field), (e.File, e.Record, e.Field));
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_cut_short_names_the_sample_that_it_ends_in()
    {
        string path = Write($$"""{"results":[{"sample_token":"x","vectors":[{{Line}}]},{"sample_token":"y","vectors":[{"pts":[[0,0],[1""");

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => MapTrResultsFile.Read(path));

        Assert.Equal("y", e.Record);
    }

    [Theory]
    [InlineData("""{"pts":[[0,0],[0,9]],"type":1,"confidence_level":1}""")]
    [InlineData("""{"pts":[[0,0],[0,9]],"type":1.0,"confidence_level":1.0}""")]
    [InlineData("""{"pts":[[0,0],[0.0,9e0]],"pts_num":20,"type":1,"confidence_level":1,"attributes":{"lanes":[1,2]},"iou":null}""")]
    [InlineData("""{"confidence_level":1,"cls_name":"ped_crossing","type":1,"pts":[[0,0],[0,9]]}""")]
    [InlineData("""{"pts":[[5,5]],"type":1,"confidence_level":1,"pts":[[0,0],[0,9]]}""")]
    public void Writings_that_mean_the_same_are_read_alike(string vector)
    {
        string path = Write($$"""{"results":[{"sample_token":"x","vectors":[{{vector}}]}]}""");

        MapDetection detection = MapTrResultsFile.Read(path).Single().Detections.Single();

        Assert.Equal((MapClass.PedCrossing, 1.0), (detection.Class, detection.Score));
        Assert.Equal<Point2>([new Point2(0, 0), new Point2(0, 9)], detection.Points);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        string path = _folder.File("bom.json");
        File.WriteAllText(path, """{"results":[{"sample_token":"x","vectors":[]}]}""", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Equal("x", MapTrResultsFile.Read(path).Single().SampleToken);
    }

    [Fact]
    public void Predictions_of_any_number_of_points_are_read_and_those_of_fewer_than_two_do_not_count()
    {
        string predictions = Write("""
            {"results":[{"sample_token":"x","vectors":[
              {"pts":[[0,0],[0,3],[0,9]],"type":0,"confidence_level":0.5},
              {"pts":[[0,0]],"type":0,"confidence_level":0.9},
              {"pts":[],"type":0,"confidence_level":0.9}]}]}
            """);
        string annotations = Write("""{"GTs":[{"sample_token":"x","vectors":[{"pts":[[0,0],[0,9]],"type":0}]}]}""");

        ClassMetrics divider = PredictionEvaluator.Evaluate(predictions, annotations).Classes[0];

        Assert.Equal((1, 1, 1.0), (divider.GroundTruths, divider.Predictions, divider.AveragePrecision));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"results":{}}""")]
    [InlineData("""{"results":[{"sample_token":"x","vectors":[{"pts":[[0,0],[1""")]
    [InlineData("""{"results":[]""")]
    [InlineData("""{"results":[NaN]}""")]
    [InlineData("""{"results":[]} more""")]
    public void Files_that_are_damaged_or_of_another_form_are_refused(string text) =>
        Assert.Throws<InvalidInputException>(() => MapTrResultsFile.Read(Write(text)));

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Equal(_folder.File("none.json"), Assert.Throws<InvalidInputException>(() => MapTrResultsFile.Read(_folder.File("none.json"))).File);

    [Fact]
    public void A_ground_truth_of_one_point_is_refused()
    {
        string path = Write("""{"GTs":[{"sample_token":"x","vectors":[{"pts":[[0,0]],"type":0}]}]}""");

        Assert.Equal("vectors[0].pts", Assert.Throws<InvalidInputException>(() => MapTrAnnotationsFile.Read(path)).Field);
    }

    [Fact]
    public void Samples_are_paired_by_name_whatever_their_order()
    {
        ChamferFixture fixture = new("main");
        MapTrResultsFile.Write(_folder.File("reversed.json"), MapTrResultsFile.Read(fixture.Predictions).Reverse());

        MapMetrics metrics = PredictionEvaluator.Evaluate(_folder.File("reversed.json"), fixture.Annotations);

        Assert.Equal(fixture.Stable.GetProperty("mAP").GetDouble(), metrics.MeanAveragePrecision, 1e-6);
    }

    [Fact]
    public void A_sample_without_predictions_or_without_ground_truth_is_named()
    {
        ChamferFixture fixture = new("main");
        IReadOnlyList<SampleDetections> all = MapTrResultsFile.Read(fixture.Predictions);
        MapTrResultsFile.Write(_folder.File("fewer.json"), all.Skip(2));
        MapTrResultsFile.Write(_folder.File("more.json"), all.Append(new SampleDetections("unheard-of", [])));

        InvalidInputException fewer = Assert.Throws<InvalidInputException>(() => PredictionEvaluator.Evaluate(_folder.File("fewer.json"), fixture.Annotations));
        InvalidInputException more = Assert.Throws<InvalidInputException>(() => PredictionEvaluator.Evaluate(_folder.File("more.json"), fixture.Annotations));

        Assert.Equal(all[0].SampleToken, fewer.Record);
        Assert.Contains("2 of 40", fewer.Message, StringComparison.Ordinal);
        Assert.Equal("unheard-of", more.Record);
    }

    private string Write(string text)
    {
        string path = _folder.File($"{Guid.NewGuid():N}.json");
        File.WriteAllText(path, text);
        return path;
    }
}
