using Spectre.Console;

namespace MapDet.Stage2.Progress;

/// <summary>Progress as a bar with the time left.</summary>
/// <param name="console">The terminal.</param>
internal sealed class TerminalProgressDisplay(IAnsiConsole console) : IProgressDisplay
{
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
    public void WriteLine(string line) => console.WriteLine(line);

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
