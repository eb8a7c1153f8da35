namespace MapDet.Training.Preflight;

/// <summary>How a check before a run ended.</summary>
public enum PreflightOutcome
{
    /// <summary>All is well.</summary>
    Passed = 0,

    /// <summary>The run can be made, but may be worth little.</summary>
    Warning = 1,

    /// <summary>The run would fail.</summary>
    Error = 2,
}
