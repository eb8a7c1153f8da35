using MapDet.Stage2.CommandLine;

namespace MapDet.Stage2.Tests.CommandLine;

public sealed class HelpTests
{
    private static readonly string[] s_commands =
        ["demo", "synth", "splits", "gt-cache", "export", "verify", "plan", "pretrain-vision", "train", "eval", "predict", "visualize", "inspect", "parity", "download"];

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
    public async Task There_is_no_command_without_a_test_of_its_help()
    {
        ProgramResult help = await MapDetProgram.RunAsync("--help");

        string commands = help.Output[help.Output.IndexOf("Commands:", StringComparison.Ordinal)..help.Output.IndexOf("Examples:", StringComparison.Ordinal)];
        IEnumerable<string> listed = commands.Split('\n').Skip(1).Where(l => l.StartsWith("  ", StringComparison.Ordinal) && l[2] != ' ').Select(l => l.Trim().Split(' ')[0]);
        Assert.Equal(s_commands, listed);
    }

    [Fact]
    public async Task The_flags_of_train_are_those_of_the_contract()
    {
        ProgramResult help = await MapDetProgram.RunAsync("train", "--help");

        string[] flags =
        [
            "--dataroot", "--version", "--gt-cache-train", "--gt-cache-val", "--preset", "--config", "--llm-path", "--qformer-pretrained", "--vision-path",
            "--epochs", "--batch-size", "--accumulation-steps", "--num-workers", "--lr-qformer", "--lr-queries", "--lr-decoder", "--weight-decay",
            "--warmup-steps", "--grad-clip", "--precision", "--fp16", "--bf16", "--device", "--output-dir", "--log-interval", "--save-interval",
            "--eval-interval", "--max-steps", "--resume", "--save-steps", "--seed", "--split-file",
        ];
        Assert.All(flags, flag => Assert.Contains($"  {flag} ", help.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_command_without_its_required_flags_still_shows_its_help()
    {
        ProgramResult help = await MapDetProgram.RunAsync("synth", "-h");

        help.Expect(ExitCode.Success);
    }
}
