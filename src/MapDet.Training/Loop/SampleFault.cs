namespace MapDet.Training.Loop;

/// <summary>A prediction that holds NaN or infinity.</summary>
/// <param name="Layer">The decoder layer, counted from 0.</param>
/// <param name="SampleToken">The sample.</param>
public sealed record SampleFault(int Layer, string SampleToken)
{
    /// <inheritdoc/>
    public override string ToString() => $"the prediction of decoder layer {Layer + 1} for sample {SampleToken}";
}
