namespace MapDet.Stage2.Demo;

/// <summary>How much of the demo's budget is left.</summary>
/// <param name="start">When the process began.</param>
/// <param name="budget">From then on.</param>
/// <param name="time">The clock.</param>
internal sealed class DemoClock(DateTimeOffset start, TimeSpan budget, TimeProvider time)
{
    /// <summary>Time since the process began.</summary>
    public TimeSpan Elapsed => time.GetUtcNow() - start;

    /// <summary>Time for work that has to leave a reserve, at least a few seconds.</summary>
    /// <param name="reserve">For what comes after.</param>
    public TimeSpan LeftBut(TimeSpan reserve)
    {
        TimeSpan left = budget - Elapsed - reserve;
        return left > TimeSpan.FromSeconds(5) ? left : TimeSpan.FromSeconds(5);
    }
}
