namespace MapDet.Training.Preflight;

/// <summary>A check with what it found.</summary>
/// <param name="Check">The check's name.</param>
/// <param name="Result">What it found.</param>
public sealed record PreflightFinding(string Check, PreflightResult Result);
