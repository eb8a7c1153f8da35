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

    [Fact]
    public async Task A_run_that_was_killed_twenty_times_gives_the_very_model_of_one_that_was_not()
    {
        const int Kills = 20;
        const int Steps = 120;
        string killed = _folder.File("killed");
        string whole = _folder.File("whole");
        string[] Training(string run) => [.. world.Training(run, Steps), "--epochs", "1000", "--eval-interval", "10", "--save-steps", "2", "--keep-last", "3", "--ema", "0.9"];
        (await MapDetProgram.RunAsync(Training(whole))).Expect(ExitCode.Success);

        // A seed makes the moments the same in each run of the test; where in a step or a checkpoint they fall is left to the machine.
        Random random = new(20);
        for (int kill = 0; kill < Kills; kill++)
        {
            using ChildProgram child = ChildProgram.Start(_folder.Path, [.. Training(killed), "--resume", "auto"]);
            await child.WaitForAsync("Steps: ", s_limit);
            await Task.Delay(random.Next(0, 700));
            child.Kill();
            await child.WaitAsync(s_limit);
        }

        Assert.False(File.Exists(Path.Combine(killed, "final_model.safetensors")), "the run was over before it was killed for the last time");
        ProgramResult resumed = await MapDetProgram.RunAsync([.. Training(killed), "--resume", "auto"]);

        resumed.Expect(ExitCode.Success);
        Assert.Equal(
            Convert.ToHexString(File.ReadAllBytes(Path.Combine(whole, "final_model.safetensors"))),
            Convert.ToHexString(File.ReadAllBytes(Path.Combine(killed, "final_model.safetensors"))));
        Assert.InRange(Directory.GetDirectories(killed, "checkpoint_*").Length, 1, 3);
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
