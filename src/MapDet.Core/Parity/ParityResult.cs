namespace MapDet.Core.Parity;

/// <summary>How far a computed tensor is off its reference.</summary>
/// <param name="Tensor">The reference's name in its file.</param>
/// <param name="Measure">What <paramref name="Error"/> is.</param>
/// <param name="Error">The worst error; NaN or infinity where values are not finite or shapes differ.</param>
/// <param name="Limit">The most that is allowed.</param>
public sealed record ParityResult(string Tensor, string Measure, double Error, double Limit)
{
    /// <summary>True if the error stays within the limit.</summary>
    public bool IsPassed => Error <= Limit;
}
