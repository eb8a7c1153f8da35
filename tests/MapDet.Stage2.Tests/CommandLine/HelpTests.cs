using MapDet.Stage2.CommandLine;

namespace MapDet.Stage2.Tests.CommandLine;

public sealed class HelpTests
{
    private static readonly string[] s_commands = ["synth", "inspect"];

    public static TheoryData<string> Commands { get; } = [.. s_commands];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_has_help_with_examples(string command)
    {
        ProgramResult help = await MapDetProgram.RunAsync(command, "--help");

        help.Expect(ExitCode.Success);
        Assert.Contains("Examples:", help.Output, StringComparison.Ordinal);
        Assert.Contains($"  mapdet {command} ", help.Output + " ", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_programs_help_lists_every_command_and_shows_examples()
    {
        ProgramResult help = await MapDetProgram.RunAsync("--help");

        help.Expect(ExitCode.Success);
        Assert.All(s_commands, name => Assert.Matches($@"(?m)^  {name}\b.*\w", help.Output));
        Assert.Contains("  mapdet demo", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_without_its_required_flags_still_shows_its_help()
    {
        ProgramResult help = await MapDetProgram.RunAsync("synth", "-h");

        help.Expect(ExitCode.Success);
    }
}
