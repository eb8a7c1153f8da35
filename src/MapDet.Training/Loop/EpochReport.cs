namespace MapDet.Training.Loop;

/// <summary>An epoch that has ended.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Step">Steps of the run so far.</param>
/// <param name="AverageLoss">The mean total loss of its steps.</param>
/// <param name="Elapsed">Time of the run so far.</param>
public sealed record EpochReport(int Epoch, int Step, double AverageLoss, TimeSpan Elapsed)
{
    /// <summary>How long the rest of the run will take; null while no pace is known.</summary>
    public TimeSpan? RunTimeLeft { get; init; }
}
