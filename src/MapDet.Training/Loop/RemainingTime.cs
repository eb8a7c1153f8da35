namespace MapDet.Training.Loop;

/// <summary>
/// Foretells when epoch and run will end, from the latest steps of this process. Its first step does not count: it warms everything up. What an
/// evaluation and a checkpoint take is known from the last one; before the first of the process they count as nothing.
/// </summary>
/// <param name="run">The run.</param>
internal sealed class RemainingTime(TrainingRun run)
{
    private const int Window = 100;
    private readonly Queue<TimeSpan> _latest = new();
    private TimeSpan _sum;
    private TimeSpan? _lastEnd;
    private TimeSpan _betweenSteps;
    private TimeSpan _evaluation;
    private TimeSpan _checkpoint;

    /// <summary>Learns what an evaluation took, all that follows from it included.</summary>
    public void CountEvaluation(TimeSpan duration)
    {
        _evaluation = duration;
        _betweenSteps += duration;
    }

    /// <summary>Learns what a checkpoint took.</summary>
    public void CountCheckpoint(TimeSpan duration)
    {
        _checkpoint = duration;
        _betweenSteps += duration;
    }

    /// <summary>Learns that a step has ended.</summary>
    /// <param name="elapsed">Time of the run so far.</param>
    public void CountStep(TimeSpan elapsed)
    {
        if (_lastEnd is { } last)
        {
            Add(elapsed - last - _betweenSteps);
        }

        (_lastEnd, _betweenSteps) = (elapsed, TimeSpan.Zero);
    }

    /// <summary>What is left right after a step, before the evaluation and the checkpoint that may follow it.</summary>
    /// <param name="step">Steps made so far, at least 1.</param>
    /// <param name="elapsed">Time of the run so far.</param>
    public TimeLeft AfterStep(int step, TimeSpan elapsed)
    {
        long epochEnd = ((step - 1) / run.StepsPerEpoch * (long)run.StepsPerEpoch) + run.StepsPerEpoch;
        TimeSpan? whole = Within(Until(step, step, run.TotalSteps), elapsed);
        TimeSpan? epoch = Until(step, step, Math.Min(epochEnd, run.TotalSteps));
        return new TimeLeft(epoch is null || epoch < whole ? epoch : whole, whole);
    }

    /// <summary>What is left of the run once an epoch is closed: evaluated and saved where that was due.</summary>
    /// <param name="step">Steps made so far.</param>
    /// <param name="elapsed">Time of the run so far.</param>
    public TimeSpan? AfterEpoch(int step, TimeSpan elapsed) => Within(Until(step, step + 1, run.TotalSteps), elapsed);

    private void Add(TimeSpan duration)
    {
        _latest.Enqueue(duration);
        _sum += duration;
        if (_latest.Count > Window)
        {
            _sum -= _latest.Dequeue();
        }
    }

    /// <summary>The time from a step to another, with everything that comes due after the steps from <paramref name="firstDue"/> on.</summary>
    private TimeSpan? Until(int step, int firstDue, long end)
    {
        if (_latest.Count == 0)
        {
            return null;
        }

        long epoch = run.StepsPerEpoch;
        long evaluations = Due(firstDue, end, epoch * run.Training.EvalInterval);
        long checkpoints = Due(firstDue, end, epoch * run.Training.SaveInterval)
            + (run.Training.SaveSteps is { } steps ? CountMultiples(firstDue, end, steps) : 0);
        return ((end - step) * (_sum / _latest.Count)) + (evaluations * _evaluation) + (checkpoints * _checkpoint);
    }

    /// <summary>How often something comes due that is done at every multiple of an interval and at the end of the run.</summary>
    private long Due(long first, long last, long interval) =>
        CountMultiples(first, last, interval) + (first <= last && last == run.TotalSteps && last % interval != 0 ? 1 : 0);

    private static long CountMultiples(long first, long last, long interval) => first > last ? 0 : (last / interval) - ((first - 1) / interval);

    private TimeSpan? Within(TimeSpan? time, TimeSpan elapsed)
    {
        if (run.Training.MaxDuration is not { } budget)
        {
            return time;
        }

        TimeSpan left = budget > elapsed ? budget - elapsed : TimeSpan.Zero;
        return time < left ? time : left;
    }
}
