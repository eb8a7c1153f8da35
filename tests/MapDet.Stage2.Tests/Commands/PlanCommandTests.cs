using System.Globalization;
using System.Text.RegularExpressions;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;

namespace MapDet.Stage2.Tests.Commands;

public sealed class PlanCommandTests
{
    [Fact]
    public async Task The_full_size_stands_beside_the_system_that_it_replaces_though_no_weights_are_here()
    {
        ProgramResult result = await MapDetProgram.RunAsync("plan", "--preset", "blip2-vicuna-7b", "--device", "cuda", "--memory", "24GB");

        result.Expect(ExitCode.Success);
        Assert.Matches(@"language model +~7 B +6\.6\d B", result.Output);
        Assert.Matches(@"GPU memory, batch 4 +23 GB +\d+\.\d GB  predicted; \d+\.\d GB with --llm-weights nf4 --checkpoint-activations", result.Output);
        Assert.Matches(@"GPU memory, batch 1 +10 GB +\d+\.\d GB", result.Output);
        Assert.Matches(@"An epoch +not measured +the weights of the language model are not here", result.Output);
        Assert.Matches(@"Largest batch .* for the 24\.0 GB of --memory", result.Output);
        Assert.Matches(@"not even one sample fits .*\n +\d+ samples +with --llm-weights nf4 --checkpoint-activations", result.Output);
    }

    [Fact]
    public async Task Memory_is_said_by_kind_and_adds_up()
    {
        ProgramResult result = await MapDetProgram.RunAsync("plan", "--preset", "tiny", "--no-trial");

        result.Expect(ExitCode.Success);
        long Number(string line) => long.Parse(
            Regex.Match(result.Output, $"(?m)^{line} +([0-9,]+) MB").Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        string[] kinds = ["weights", "gradients", "optimizer", "activations", "caches", "pictures", "runtime"];
        Assert.InRange(kinds.Sum(kind => Number("  " + kind)), Number("Memory") - kinds.Length, Number("Memory") + kinds.Length);
        Assert.Contains("--no-trial", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_is_measured_on_synthetic_pictures()
    {
        ProgramResult result = await MapDetProgram.RunAsync("plan", "--preset", "tiny", "--batch-size", "2");

        result.Expect(ExitCode.Success);
        Assert.Matches(@"A step +[0-9.]+ s +2 samples; the median of 3 measured steps", result.Output);
        Assert.Matches(@"An epoch +[0-9.]+ (s|min|h)", result.Output);
        Assert.Matches(@"24 epochs +[0-9.]+ (s|min|h)", result.Output);
    }

    [Theory]
    [InlineData("24")]
    [InlineData("-1GB")]
    [InlineData("much")]
    public async Task What_is_no_amount_of_memory_is_refused(string memory)
    {
        ProgramResult result = await MapDetProgram.RunAsync("plan", "--preset", "tiny", $"--memory={memory}");

        result.Expect(ExitCode.BadInput);
        Assert.Contains($"'{memory}' is no amount of memory", result.Error, StringComparison.Ordinal);
    }
}
