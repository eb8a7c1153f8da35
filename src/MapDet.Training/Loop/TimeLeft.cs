namespace MapDet.Training.Loop;

/// <summary>How long the rest of a run will take, evaluations and checkpoints included.</summary>
/// <param name="Epoch">Until the present epoch has ended; null while no pace is known, that is until the second step of the process.</param>
/// <param name="Run">Until the run has ended, by its last step or by its time budget, whichever comes first; null while neither is known.</param>
public readonly record struct TimeLeft(TimeSpan? Epoch, TimeSpan? Run);
