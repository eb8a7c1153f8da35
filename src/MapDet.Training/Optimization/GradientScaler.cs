namespace MapDet.Training.Optimization;

/// <summary>
/// The factor of the loss that keeps small gradients from vanishing in float16: halved where a gradient is not finite, doubled after many steps without
/// that. As PyTorch's <c>GradScaler</c>, with its numbers.
/// </summary>
/// <param name="State">Where it stands.</param>
internal sealed record GradientScaler(GradientScale State)
{
    private const double Growth = 2;
    private const double Backoff = 0.5;
    private const int GrowthInterval = 2000;
    private const double Smallest = 1;

    /// <summary>True where a gradient that is not finite may come from the factor alone.</summary>
    public bool CanShrink => State.Factor > Smallest;

    /// <summary>The scaler after a step.</summary>
    /// <param name="gradientsAreFinite">Whether its gradients were.</param>
    public GradientScaler After(bool gradientsAreFinite)
    {
        if (!gradientsAreFinite)
        {
            return new GradientScaler(new GradientScale(Math.Max(Smallest, State.Factor * Backoff), 0));
        }

        return new GradientScaler(State.GoodSteps + 1 < GrowthInterval
            ? State with { GoodSteps = State.GoodSteps + 1 }
            : new GradientScale(State.Factor * Growth, 0));
    }
}
