namespace MapDet.Core.Parity.Models;

/// <summary>How far off a tensor may be.</summary>
/// <param name="Absolute">The most that an element may differ.</param>
/// <param name="RelativeNorm">The most that norm(difference) / norm(reference) may be; null where the file does not say.</param>
internal sealed record ModelTolerance(double Absolute, double? RelativeNorm);
