using System.Text.Json;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;

namespace MapDet.Stage2.Tests.EndToEnd;

[Collection(SmallWorldTests.Name)]
public sealed class SplitsTests(SmallWorld world) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_report_shows_that_the_synthetic_towns_of_training_and_validation_are_different_ones()
    {
        string report = _folder.File("report.json");

        ProgramResult result = await MapDetProgram.RunAsync(["splits", "--report", .. world.Data, "--output", report]);

        result.Expect(ExitCode.Success);
        Assert.Contains("Samples of mini_val by the distance to the nearest sample of mini_train", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^other town +4 100\.0 %", result.Output);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(report));
        Assert.Equal("mini_val", json.RootElement.GetProperty("val").GetString());
        Assert.Equal(4, json.RootElement.GetProperty("all").GetProperty("otherTown").GetInt32());
        Assert.Equal(4, json.RootElement.GetProperty("samples").GetArrayLength());
    }

    [Fact]
    public async Task A_split_is_at_no_distance_from_itself()
    {
        ProgramResult result = await MapDetProgram.RunAsync(["splits", "--report", .. world.Data, "--train", "val"]);

        result.Expect(ExitCode.Success);
        Assert.Matches(@"(?m)^nearer than 1 m +4 100\.0 %", result.Output);
        Assert.Matches(@"(?m)^median +0\.0 m", result.Output);
    }

    [Fact]
    public async Task Splits_that_are_made_can_be_given_to_other_commands()
    {
        string file = _folder.File("geographic.json");

        ProgramResult make = await MapDetProgram.RunAsync(
            ["splits", "--make", "geographic", .. world.Data, "--fractions", "0.5,0.5", "--separation", "30", "--output", file]);
        ProgramResult report = await MapDetProgram.RunAsync(["splits", "--report", .. world.Data, "--split-file", file]);
        ProgramResult cache = await MapDetProgram.RunAsync(
            ["gt-cache", .. world.Data, "--split-file", file, "--split", "val", "--output", _folder.File("val.arrow")]);

        Assert.All([make, report, cache], result => result.Expect(ExitCode.Success));
        Assert.Matches(@"(?m)^train +50\.0 % +50\.0 % +4 +1", make.Output);
        Assert.Contains("No scene is left out: the splits lie 30 m or more apart.", make.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^nearer than 30 m +0 +0\.0 %", make.Output);
        Assert.Contains("Samples of val by the distance to the nearest sample of train", report.Output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Equal(["train", "val", "left_out"], json.RootElement.EnumerateObject().Select(split => split.Name));
        Assert.Equal(1, json.RootElement.GetProperty("val").GetArrayLength());
    }

    [Fact]
    public async Task More_splits_than_places_are_refused_and_nothing_is_written()
    {
        string file = _folder.File("geographic.json");

        ProgramResult result = await MapDetProgram.RunAsync(["splits", "--make", "geographic", .. world.Data, "--output", file]);

        result.Expect(ExitCode.BadInput);
        Assert.Contains("the 2 scenes form 2 places", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("takes either --report or --make geographic")]
    [InlineData("takes either --report or --make geographic", "--report", "--make", "geographic")]
    [InlineData("--make random: there is no such way", "--make", "random")]
    [InlineData("--output is missing", "--make", "geographic")]
    [InlineData("--train does not go with --make", "--make", "geographic", "--output", "x.json", "--train", "train")]
    [InlineData("--split-file does not go with --make", "--make", "geographic", "--output", "x.json", "--split-file", "y.json")]
    [InlineData("--seed does not go with --report", "--report", "--seed", "2")]
    [InlineData("must add up to 1", "--make", "geographic", "--output", "x.json", "--fractions", "0.5,0.4")]
    [InlineData("'0.5;0.5' are no fractions", "--make", "geographic", "--output", "x.json", "--fractions", "0.5;0.5")]
    [InlineData("Separation must be more than 0", "--make", "geographic", "--output", "x.json", "--separation", "0")]
    [InlineData("There is no split 'west'", "--report", "--val", "west")]
    public async Task A_command_line_that_makes_no_sense_is_explained(string explanation, params string[] args)
    {
        ProgramResult result = await MapDetProgram.RunAsync(["splits", .. world.Data, .. args]);

        result.Expect(ExitCode.BadInput);
        Assert.Contains(explanation, result.Error, StringComparison.Ordinal);
    }
}
