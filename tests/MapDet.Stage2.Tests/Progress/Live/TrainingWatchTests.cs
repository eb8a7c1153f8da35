using MapDet.Stage2.Progress.Live;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Stage2.Tests.Progress.Live;

public sealed class TrainingWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_curve_of_a_resumed_run_begins_where_the_run_did()
    {
        string Line(int step, string loss) =>
            $$"""{"type":"step","step":{{step}},"epoch":1,"loss_cls":{{loss}},"loss_pts":1,"loss_dir":1}""" + "\n";
        File.WriteAllText(_folder.File("metrics.jsonl"), Line(1, "6") + Line(2, "null") + Line(3, "4") + Line(4, "100"));
        TrainingWatch watch = new(TimeProvider.System);

        watch.OnStarted(FakeTrainingRun.Create(_folder.Path, startStep: 3));
        watch.OnStepFinished(FakeSteps.Create(4, 2));

        Assert.Equal([8, 6, 2], watch.Losses.Means().Select(loss => Math.Round(loss, 6)));
    }

    [Fact]
    public void A_new_run_does_not_read_what_another_has_left()
    {
        File.WriteAllText(_folder.File("metrics.jsonl"), "of another program\n");
        TrainingWatch watch = new(TimeProvider.System);

        watch.OnStarted(FakeTrainingRun.Create(_folder.Path));

        Assert.Empty(watch.Losses.Means());
    }

    [Fact]
    public void Speed_and_waiting_are_those_of_the_latest_steps()
    {
        TrainingWatch watch = new(TimeProvider.System);
        for (int step = 1; step <= 30; step++)
        {
            TimeSpan duration = step <= 10 ? TimeSpan.FromMinutes(1) : TimeSpan.FromMilliseconds(500);
            watch.OnStepFinished(FakeSteps.Create(step) with { Duration = duration, DataWait = duration / 4 });
        }

        Assert.Equal(8, watch.Snapshot.SamplesPerSecond, tolerance: 1e-9);
        Assert.Equal(TimeSpan.FromMilliseconds(125), watch.Snapshot.DataWait);
        Assert.Equal(0.25, watch.Snapshot.DataWaitShare, tolerance: 1e-9);
    }
}
