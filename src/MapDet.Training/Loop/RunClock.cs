using MapDet.Training.Optimization;

namespace MapDet.Training.Loop;

/// <summary>How far a run is, by steps or by time, whichever is further.</summary>
/// <param name="totalSteps">Steps planned.</param>
/// <param name="budget">Time that the run may take; null: as long as it needs.</param>
/// <param name="before">Time that the run took before it was resumed.</param>
/// <param name="time">The clock.</param>
internal sealed class RunClock(int totalSteps, TimeSpan? budget, TimeSpan before, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _reserve;

    /// <summary>Time of the run so far.</summary>
    public TimeSpan Elapsed => before + time.GetElapsedTime(_start);

    /// <summary>Keeps time free for what follows the last step: as much as the longest evaluation has taken.</summary>
    public void Reserve(TimeSpan evaluation) => _reserve = evaluation > _reserve ? evaluation : _reserve;

    /// <summary>0 before the first step, 1 when the run is over.</summary>
    /// <param name="stepsMade">Steps made so far.</param>
    public double Progress(int stepsMade)
    {
        double bySteps = (double)stepsMade / totalSteps;
        if (budget is not { } limit)
        {
            return bySteps;
        }

        TimeSpan usable = limit - _reserve;
        return usable <= TimeSpan.Zero ? 1 : Math.Min(1, Math.Max(bySteps, Elapsed / usable));
    }

    /// <summary>The learning-rate schedule of a run.</summary>
    public static LearningRateSchedule CreateSchedule(TrainingOptions options, int totalSteps) =>
        new(options.WarmupFraction ?? (double)options.WarmupSteps / totalSteps, options.WarmupStart, options.FinalRateFraction);
}
