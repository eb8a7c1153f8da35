namespace MapDet.Training.Optimization;

/// <summary>
/// Warm-up from a fraction of the rate to all of it, then half a cosine down to another fraction. A pure function of how far the run
/// is, so that a resumed run needs no state.
/// </summary>
/// <param name="WarmupFraction">The part of the run that the warm-up takes, 0 to 1.</param>
/// <param name="WarmupStart">The fraction of the rate at the first step.</param>
/// <param name="FinalFraction">The fraction of the rate at the end.</param>
public sealed record LearningRateSchedule(double WarmupFraction, double WarmupStart, double FinalFraction)
{
    /// <summary>What the rates are multiplied with.</summary>
    /// <param name="progress">How much of the run is behind, 0 before the first step, 1 at the end.</param>
    public double Factor(double progress)
    {
        double position = Math.Clamp(progress, 0, 1);
        if (position < WarmupFraction)
        {
            return WarmupStart + ((1 - WarmupStart) * position / WarmupFraction);
        }

        double rest = 1 - WarmupFraction;
        double phase = rest > 0 ? (position - WarmupFraction) / rest : 1;
        return FinalFraction + ((1 - FinalFraction) * 0.5 * (1 + Math.Cos(Math.PI * phase)));
    }
}
