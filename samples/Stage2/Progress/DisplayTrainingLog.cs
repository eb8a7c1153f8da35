using MapDet.Training.Telemetry;

namespace MapDet.Stage2.Progress;

/// <summary>Shows the training log among the progress.</summary>
/// <param name="display">Where lines go.</param>
internal sealed class DisplayTrainingLog(IProgressDisplay display) : ITrainingLog
{
    /// <inheritdoc/>
    public void WriteLine(string line) => display.WriteLine(line);
}
