namespace MapDet.Stage2.Demo;

/// <summary>How large the demo's world is.</summary>
/// <param name="TrainingScenes">Scenes to train on.</param>
/// <param name="HeldOutScenes">Scenes that choose the best model, and as many that are reported.</param>
internal sealed record DemoWorldSize(int TrainingScenes, int HeldOutScenes)
{
    /// <summary>Key frames of every scene.</summary>
    public const int SamplesPerScene = 8;

    private const int MostTrainingScenes = 400;
    private const int MostHeldOutScenes = 16;

    /// <summary>The world that can be rendered in a given time.</summary>
    /// <param name="time">For all of it.</param>
    /// <param name="framesPerSecond">How fast this machine renders.</param>
    public static DemoWorldSize ForTime(TimeSpan time, double framesPerSecond)
    {
        int scenes = (int)(time.TotalSeconds * framesPerSecond / SamplesPerScene);
        int heldOut = HeldOutFor(scenes);
        return new DemoWorldSize(Math.Clamp(scenes - (2 * heldOut), 2, MostTrainingScenes), heldOut);
    }

    /// <summary>The world for a fixed number of steps, the same on every machine.</summary>
    /// <param name="steps">Optimiser steps.</param>
    /// <param name="batchSize">Samples of a step.</param>
    public static DemoWorldSize ForSteps(int steps, int batchSize)
    {
        int training = Math.Clamp((int)Math.Ceiling((double)steps * batchSize / (3 * SamplesPerScene)), 2, MostTrainingScenes);
        return new DemoWorldSize(training, HeldOutFor(training));
    }

    private static int HeldOutFor(int scenes) => Math.Clamp(scenes / 16, 1, MostHeldOutScenes);
}
