using Microsoft.Extensions.Logging;

namespace MapDet.Training;

/// <summary>The package's messages for <see cref="ILogger"/>.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Training in {Folder}: step {Step} of {TotalSteps}")]
    public static partial void RunStarted(ILogger logger, string folder, int step, int totalSteps);

    [LoggerMessage(2, LogLevel.Warning, "Skipped step {Step}: {What} is not finite. Samples: {Tokens}")]
    public static partial void StepSkipped(ILogger logger, int step, string what, string tokens);

    [LoggerMessage(3, LogLevel.Debug, "Saved checkpoint {Path}")]
    public static partial void CheckpointSaved(ILogger logger, string path);

    [LoggerMessage(4, LogLevel.Information, "Vision pre-training: {Steps} steps, loss {FirstLoss} to {LastLoss}")]
    public static partial void VisionPretrained(ILogger logger, int steps, double firstLoss, double lastLoss);

    [LoggerMessage(5, LogLevel.Warning, "Out of memory in step {Step}: the micro-batch has {Samples} samples from here on, {Accumulation} make a step")]
    public static partial void BatchDivided(ILogger logger, int step, int samples, int accumulation);
}
