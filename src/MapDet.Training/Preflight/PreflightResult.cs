namespace MapDet.Training.Preflight;

/// <summary>What a check before a run found.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What was looked at, or what is wrong and what helps.</param>
public sealed record PreflightResult(PreflightOutcome Outcome, string Detail)
{
    /// <summary>All is well.</summary>
    public static PreflightResult Passed(string detail) => new(PreflightOutcome.Passed, detail);

    /// <summary>The run may be worth little.</summary>
    public static PreflightResult Warning(string detail) => new(PreflightOutcome.Warning, detail);

    /// <summary>The run would fail.</summary>
    public static PreflightResult Error(string detail) => new(PreflightOutcome.Error, detail);
}
