using MapDet.Stage2.Settings;

namespace MapDet.Stage2.Demo;

/// <summary>Where things are in the demo's folder.</summary>
/// <param name="Root">The folder.</param>
internal sealed record DemoPaths(string Root)
{
    /// <summary>The version of nuScenes whose scene names the world has.</summary>
    public const string Version = "v1.0-trainval";

    /// <summary>Scenes that choose the best model.</summary>
    public const string ChoosingSplit = "choose";

    /// <summary>Scenes whose score is reported.</summary>
    public const string ReportedSplit = "report";

    public string World => Path.Combine(Root, "world");

    public string SplitFile => Path.Combine(Root, "splits.json");

    public string VisionTower => Path.Combine(Root, "vision.safetensors");

    public string Run => Path.Combine(Root, "run");

    public string Pictures => Path.Combine(Root, "pictures");

    public string Metrics => Path.Combine(Root, "metrics.json");

    public string Cache(string split) => Path.Combine(Root, "gt-cache", $"{split}.arrow");

    /// <summary>The data of the training run.</summary>
    public DataSettings TrainingData => new()
    {
        DataRoot = World,
        Version = Version,
        SplitFile = SplitFile,
        TrainSplit = "train",
        ValidationSplit = ChoosingSplit,
        TrainCache = Cache("train"),
        ValidationCache = Cache(ChoosingSplit),
    };

    /// <summary>The data of the final evaluation.</summary>
    public DataSettings ReportedData => TrainingData with { ValidationSplit = ReportedSplit, ValidationCache = Cache(ReportedSplit) };
}
