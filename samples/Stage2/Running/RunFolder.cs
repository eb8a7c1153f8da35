using System.Globalization;
using MapDet.Stage2.Settings;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Running;

/// <summary>Where a run writes.</summary>
internal static class RunFolder
{
    /// <summary>Settles the folder: the one asked for, that of the checkpoint to go on from, or a new one named by the time.</summary>
    public static Stage2Settings Choose(Stage2Settings settings, TimeProvider time)
    {
        TrainingOptions training = settings.Training;
        if (training.OutputDirectory.Length > 0)
        {
            return settings;
        }

        string folder = training.Resume is { } checkpoint && Path.GetDirectoryName(Path.GetFullPath(checkpoint)) is { } run
            ? run
            : Path.Combine("outputs", $"map_detection_stage2_{time.GetLocalNow().ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture)}");
        return settings with { Training = training with { OutputDirectory = folder } };
    }
}
