using MapDet.Stage2.CommandLine;

namespace MapDet.Stage2.Tests.CommandLine;

public sealed class ExitCodeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_command_the_user_is_pointed_to_the_help()
    {
        ProgramResult result = await MapDetProgram.RunAsync();

        result.Expect(ExitCode.BadInput);
        Assert.Contains("mapdet --help", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("synth", "--output", "x", "--no-such-flag")]
    [InlineData("synth", "--output", "x", "--scenes", "many")]
    [InlineData("synth")]
    [InlineData("fly")]
    public async Task Bad_usage_ends_with_2_and_a_message_on_standard_error(params string[] args)
    {
        ProgramResult result = await MapDetProgram.RunAsync(args);

        result.Expect(ExitCode.BadInput);
        Assert.StartsWith("mapdet: ", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task A_bad_image_size_is_explained()
    {
        ProgramResult result = await MapDetProgram.RunAsync("synth", "--output", _folder.File("x"), "--image-size", "1600*900");

        result.Expect(ExitCode.BadInput);
        Assert.Contains("'1600*900' is no image size; write width x height", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_input_ends_with_2_and_one_message_without_a_stack_trace()
    {
        string file = _folder.File("damaged.safetensors");
        File.WriteAllText(file, "nonsense");

        ProgramResult result = await MapDetProgram.RunAsync("inspect", file);

        result.Expect(ExitCode.BadInput);
        Assert.StartsWith($"mapdet: {file}", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task The_stack_trace_of_bad_input_is_there_when_asked_for()
    {
        string file = _folder.File("damaged.safetensors");
        File.WriteAllText(file, "nonsense");

        ProgramResult result = await MapDetProgram.RunAsync("inspect", file, "--verbose");

        result.Expect(ExitCode.BadInput);
        Assert.Contains("   at MapDet.", result.Error, StringComparison.Ordinal);
    }
}
