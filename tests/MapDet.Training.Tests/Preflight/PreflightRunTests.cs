using MapDet.Core;
using MapDet.Training.Preflight;
using MapDet.Training.Telemetry;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Preflight;

[Collection(nameof(AloneInTheProcess))]
public sealed class PreflightRunTests
{
    [Fact]
    public async Task Checks_are_told_to_observers_and_warnings_are_notices()
    {
        using TemporaryFolder folder = new();
        using StringWriter log = new();
        FakeRun run = new(folder.Path)
        {
            Checks = [new OwnCheck("first", PreflightResult.Passed("all is well")), new OwnCheck("second", PreflightResult.Warning("a little odd"))],
            MoreObservers = [new TrainingLogObserver(new ConsoleTrainingLog(log))],
        };

        await run.TrainAsync(o => o with { MaxSteps = 1 });

        Assert.Equal(["first", "second"], run.Observer.Findings.Select(f => f.Check));
        Assert.Equal(["[warn] second: a little odd"], run.Observer.Notices);
        Assert.Contains("[ok]   first: all is well", log.ToString(), StringComparison.Ordinal);
        Assert.Single(log.ToString().Split('\n'), line => line.Contains("a little odd", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Errors_end_the_run_with_one_message_before_anything_is_written()
    {
        using TemporaryFolder folder = new();
        string output = Path.Combine(folder.Path, "run");
        FakeRun run = new(output)
        {
            Checks = [new OwnCheck("first", PreflightResult.Error("no disk.")), new OwnCheck("second", PreflightResult.Error("no wheel."))],
        };

        MapDetException e = await Assert.ThrowsAsync<MapDetException>(() => run.TrainAsync());

        Assert.Equal("The check before training failed: first: no disk. second: no wheel.", e.Message);
        Assert.False(Directory.Exists(output));
        Assert.Null(run.Observer.Run);
    }

    private sealed class OwnCheck(string name, PreflightResult result) : IPreflightCheck
    {
        public string Name => name;

        public PreflightResult Check(PreflightContext context) => result;
    }
}
