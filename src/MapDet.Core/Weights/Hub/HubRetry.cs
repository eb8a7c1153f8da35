namespace MapDet.Core.Weights.Hub;

/// <summary>Tries again after failures of the connection, each time after a longer pause.</summary>
/// <param name="time">The clock.</param>
internal sealed class HubRetry(TimeProvider time)
{
    private const int MostFailures = 5;
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(5);

    /// <summary>Does work that may need several attempts.</summary>
    /// <param name="what">What it is about, for messages.</param>
    /// <param name="attempt">One attempt.</param>
    /// <param name="progress">How far it has come: only failures without progress in between are counted.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="IOException">It failed too often in a row.</exception>
    public async Task<T> RunAsync<T>(string what, Func<Task<T>> attempt, Func<long> progress, CancellationToken cancellationToken)
    {
        int failures = 0;
        long reached = progress();
        while (true)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (HubTransferException e)
            {
                failures = progress() > reached ? 1 : failures + 1;
                reached = Math.Max(reached, progress());
                if (failures >= MostFailures)
                {
                    throw new IOException($"{what}: given up after {failures} attempts in a row: {e.Message}", e);
                }

                TimeSpan pause = e.RetryAfter ?? TimeSpan.FromSeconds(1 << (failures - 1));
                await Task.Delay(pause < s_longestPause ? pause : s_longestPause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
