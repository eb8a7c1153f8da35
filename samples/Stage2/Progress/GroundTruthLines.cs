using MapDet.NuScenes.GroundTruth;

namespace MapDet.Stage2.Progress;

/// <summary>Says every tenth of the way how far a ground-truth cache is that is made within other work.</summary>
/// <param name="display">Where lines go.</param>
internal sealed class GroundTruthLines(IProgressDisplay display) : IProgress<GroundTruthProgress>
{
    private int _tenths;

    /// <inheritdoc/>
    public void Report(GroundTruthProgress value)
    {
        int tenths = 10 * value.Done / Math.Max(value.Total, 1);
        int before = Interlocked.Exchange(ref _tenths, tenths);
        if (tenths > before && value.Total >= 1000)
        {
            display.WriteLine($"Ground truth: {value.Done}/{value.Total} samples");
        }
    }
}
