using MapDet.Stage2.Progress.Live;
using MapDet.Training.Loop;
using Spectre.Console;

namespace MapDet.Stage2.Progress;

/// <summary>Progress as a bar with the time left, a training as a live view.</summary>
/// <param name="console">The terminal.</param>
/// <param name="time">The clock.</param>
internal sealed class TerminalProgressDisplay(IAnsiConsole console, TimeProvider time) : IProgressDisplay
{
    private volatile LiveScreen? _screen;

    /// <inheritdoc/>
    public Task<T> RunAsync<T>(string title, Func<IProgress<WorkDone>, Task<T>> work) =>
        console.Progress()
            .Columns(
                new SpinnerColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new ElapsedTimeColumn(),
                new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: 1);
                task.IsIndeterminate = true;
                T result = await work(new Reporter(task, title)).ConfigureAwait(false);
                task.IsIndeterminate = false;
                task.Value = task.MaxValue;
                return result;
            });

    /// <inheritdoc/>
    /// <remarks>A terminal that can't move its cursor has a bar.</remarks>
    public async Task<T> WatchAsync<T>(Func<ITrainingObserver, Task<T>> training)
    {
        if (!console.Profile.Capabilities.Ansi || !console.Profile.Capabilities.Interactive)
        {
            return await RunAsync("Training", progress => training(new TrainingProgress(progress))).ConfigureAwait(false);
        }

        TrainingWatch watch = new(time);
        LiveScreen screen = new(console, time);
        _screen = screen;
        try
        {
            return await screen.RunAsync(new TrainingView(watch), () => training(watch)).ConfigureAwait(false);
        }
        finally
        {
            _screen = null;
        }
    }

    /// <inheritdoc/>
    public void WriteLine(string line)
    {
        if (_screen is { } screen)
        {
            screen.WriteLine(line);
        }
        else
        {
            console.Write(new LinesAbove([line]));
        }
    }

    private sealed class Reporter(ProgressTask task, string title) : IProgress<WorkDone>
    {
        public void Report(WorkDone value)
        {
            if (value.Total > 0)
            {
                task.IsIndeterminate = false;
                task.MaxValue = value.Total;
                task.Value = value.Done;
            }

            task.Description = Markup.Escape(value.Note is null ? title : $"{title}, {value.Note}");
        }
    }
}
