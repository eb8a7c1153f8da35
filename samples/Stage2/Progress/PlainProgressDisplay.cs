using System.Globalization;

namespace MapDet.Stage2.Progress;

/// <summary>Progress as plain lines, for logs and pipes.</summary>
/// <param name="progress">Where progress goes.</param>
/// <param name="output">Where the work's own lines go.</param>
/// <param name="time">The clock.</param>
internal sealed class PlainProgressDisplay(TextWriter progress, TextWriter output, TimeProvider time) : IProgressDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<T> RunAsync<T>(string title, Func<IProgress<WorkDone>, Task<T>> work)
    {
        long start = time.GetTimestamp();
        T result = await work(new Reporter(title, progress, time)).ConfigureAwait(false);
        await progress.WriteLineAsync($"{title}: done in {TimeText.Format(time.GetElapsedTime(start))}").ConfigureAwait(false);
        return result;
    }

    /// <inheritdoc/>
    public void WriteLine(string line) => output.WriteLine(line);

    private sealed class Reporter(string title, TextWriter output, TimeProvider time) : IProgress<WorkDone>
    {
        private readonly Lock _lock = new();
        private readonly long _start = time.GetTimestamp();
        private TimeSpan _next = s_interval;

        public void Report(WorkDone value)
        {
            lock (_lock)
            {
                TimeSpan elapsed = time.GetElapsedTime(_start);
                if (elapsed < _next)
                {
                    return;
                }

                _next = elapsed + s_interval;
                output.WriteLine(Line(value, elapsed));
            }
        }

        private string Line(WorkDone value, TimeSpan elapsed)
        {
            string note = value.Note is null ? "" : $", {value.Note}";
            if (value.Total <= 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{title}: {value.Done:0.#}{note}");
            }

            double fraction = value.Done / value.Total;
            TimeSpan? rest = value.Left ?? (fraction > 0 ? elapsed * ((1 - fraction) / fraction) : null);
            string left = rest is { } time ? $", {TimeText.Format(time)} left" : "";
            return string.Create(CultureInfo.InvariantCulture, $"{title}: {value.Done:0.#}/{value.Total:0.#} ({fraction:P0}{left}{note})");
        }
    }
}
