namespace MapDet.Training.Optimization;

/// <summary>Where a gradient scaler stands.</summary>
/// <param name="Factor">The loss is multiplied by it.</param>
/// <param name="GoodSteps">Steps with finite gradients since it changed.</param>
internal sealed record GradientScale(double Factor, int GoodSteps)
{
    /// <summary>Where PyTorch's begins.</summary>
    public static GradientScale Initial { get; } = new(65536, 0);
}
