using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;

namespace MapDet.Stage2.Tests.EndToEnd;

[Collection(SmallWorldTests.Name)]
public sealed class InterruptedRunTests(SmallWorld world) : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_that_was_killed_and_resumed_gives_the_model_of_one_that_was_not()
    {
        string killed = _folder.File("killed");
        string whole = _folder.File("whole");
        (await MapDetProgram.RunAsync([.. world.Training(whole, 12), "--save-steps", "3"])).Expect(ExitCode.Success);

        using (ChildProgram child = ChildProgram.Start(_folder.Path, [.. world.Training(killed, 12), "--save-steps", "3"]))
        {
            await child.WaitForAsync("checkpoint_step_3", s_limit);
            child.Kill();
            await child.WaitAsync(s_limit);
        }

        ProgramResult resumed = await MapDetProgram.RunAsync([.. world.Training(killed, 12), "--save-steps", "3", "--resume", "auto"]);

        resumed.Expect(ExitCode.Success);
        Assert.DoesNotContain("Epoch [1/", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(
            Convert.ToHexString(File.ReadAllBytes(Path.Combine(whole, "final_model.safetensors"))),
            Convert.ToHexString(File.ReadAllBytes(Path.Combine(killed, "final_model.safetensors"))));
    }

    [UnixFact]
    public async Task Ctrl_C_leaves_a_checkpoint_and_ends_with_130()
    {
        string run = _folder.File("run");
        using ChildProgram child = ChildProgram.Start(_folder.Path, [.. world.Training(run, 100_000), "--epochs", "100000"]);
        await child.WaitForAsync("loss_total", s_limit);

        child.Interrupt();

        Assert.Equal(ExitCode.Cancelled, await child.WaitAsync(s_limit));
        Assert.Contains("mapdet: cancelled.", child.Text, StringComparison.Ordinal);
        string checkpoint = Assert.Single(Directory.GetDirectories(run, "checkpoint_step_*"));
        (await MapDetProgram.RunAsync("inspect", checkpoint)).Expect(ExitCode.Success);
    }
}
