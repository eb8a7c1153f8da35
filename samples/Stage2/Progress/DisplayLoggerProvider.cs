using Microsoft.Extensions.Logging;

namespace MapDet.Stage2.Progress;

/// <summary>Shows what the libraries log: news as plain lines among the progress, warnings and errors marked as such.</summary>
/// <param name="display">Where lines go.</param>
internal sealed class DisplayLoggerProvider(IProgressDisplay display) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new DisplayLogger(display);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class DisplayLogger(IProgressDisplay display) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            string message = formatter(state, exception);
            display.WriteLine(logLevel switch
            {
                LogLevel.Warning => $"warning: {message}",
                LogLevel.Error or LogLevel.Critical => $"error: {message}",
                _ => message,
            });
        }
    }
}
