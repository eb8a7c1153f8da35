using MapDet.Core;

namespace MapDet.Stage2.Demo;

/// <summary>How the demo spends its time.</summary>
/// <param name="Rendering">For the world.</param>
/// <param name="VisionPretraining">For the vision tower.</param>
/// <param name="Reserve">For evaluations, pictures and the summary after the training, which gets all that is left.</param>
internal sealed record DemoSchedule(TimeSpan Rendering, TimeSpan VisionPretraining, TimeSpan Reserve)
{
    /// <summary>The shortest demo that is worth its name.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>The schedule for a budget.</summary>
    /// <param name="budget">From the start of the process to its end.</param>
    /// <exception cref="MapDetException">The budget is too short.</exception>
    public static DemoSchedule For(TimeSpan budget)
    {
        if (budget < Shortest)
        {
            throw new MapDetException($"--minutes {budget.TotalMinutes:0.##}: the demo needs {Shortest.TotalMinutes:0} minute at least.");
        }

        TimeSpan reserve = budget * 0.04;
        return new DemoSchedule(budget * 0.13, budget * 0.18, reserve < TimeSpan.FromSeconds(15) ? TimeSpan.FromSeconds(15) : reserve);
    }
}
