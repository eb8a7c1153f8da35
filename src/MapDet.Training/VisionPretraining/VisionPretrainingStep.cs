namespace MapDet.Training.VisionPretraining;

/// <summary>A step of the vision pre-training.</summary>
/// <param name="Step">Its number, from 1.</param>
/// <param name="TotalSteps">Steps planned at most.</param>
/// <param name="Loss">Weighted binary cross-entropy, mean over cells and classes.</param>
/// <param name="Rate">Learning rate.</param>
/// <param name="Elapsed">Time so far.</param>
/// <param name="Progress">How much is behind, 0 to 1: by steps or by time, whichever is further.</param>
public sealed record VisionPretrainingStep(int Step, int TotalSteps, double Loss, double Rate, TimeSpan Elapsed, double Progress);
