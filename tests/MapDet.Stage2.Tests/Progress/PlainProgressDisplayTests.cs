using MapDet.Stage2.Progress;
using MapDet.Stage2.Tests.Progress.Live;
using MapDet.Training.Loop;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Stage2.Tests.Progress;

public sealed class PlainProgressDisplayTests : IDisposable
{
    private readonly StringWriter _progress = new();
    private readonly StringWriter _output = new();
    private readonly ManualTime _time = new();

    public void Dispose()
    {
        _progress.Dispose();
        _output.Dispose();
    }

    [Fact]
    public async Task A_line_every_few_seconds_says_how_far_the_work_is_and_how_long_it_will_take()
    {
        PlainProgressDisplay display = new(_progress, _output, _time);

        await display.RunAsync("Rendering", progress =>
        {
            for (int i = 1; i <= 20; i++)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                progress.Report(new WorkDone(i, 20));
            }

            return Task.CompletedTask;
        });

        string[] lines = _progress.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["Rendering: 5/20 (25 %, 15.0 s left)", "Rendering: 10/20 (50 %, 10.0 s left)"], lines[..2]);
        Assert.Equal("Rendering: done in 20.0 s", lines[^1]);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public async Task A_training_says_how_long_epoch_and_run_will_take_as_its_steps_foretell()
    {
        PlainProgressDisplay display = new(_progress, _output, _time);
        IProgressDisplay watched = display;

        await watched.WatchAsync(watcher =>
        {
            watcher.OnStarted(FakeTrainingRun.Create());
            _time.Advance(TimeSpan.FromSeconds(10));
            watcher.OnStepFinished(FakeSteps.Create(12) with { TimeLeft = new TimeLeft(TimeSpan.FromSeconds(42), new TimeSpan(1, 5, 20)) });
            return Task.FromResult(true);
        });

        Assert.Equal(
            ["Training: 40/100 (40 %, 1 h 5 min left, epoch 2/3 with 42.0 s left, step 12, loss 4.250)", "Training: done in 10.0 s"],
            _progress.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Lines_of_the_work_itself_go_to_standard_output()
    {
        new PlainProgressDisplay(_progress, _output, _time).WriteLine("Epoch [1/24]");

        Assert.Equal($"Epoch [1/24]{Environment.NewLine}", _output.ToString());
        Assert.Equal("", _progress.ToString());
    }
}
