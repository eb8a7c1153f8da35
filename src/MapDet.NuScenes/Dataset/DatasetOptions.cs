using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Dataset;

/// <summary>What of the data a run uses, and where its ground-truth caches lie.</summary>
public record DatasetOptions
{
    /// <summary>The split to train on.</summary>
    public string TrainSplit { get; set; } = "train";

    /// <summary>The split to choose the best model by.</summary>
    public string ValidationSplit { get; set; } = "val";

    /// <summary>A JSON file of splits of one's own (name to scene names); null for nuScenes' official ones. Data of one's own needs it.</summary>
    public string? SplitFile { get; set; }

    /// <summary>The ground-truth cache to train on; made when absent. Null: one in <see cref="CacheFolder"/>.</summary>
    public string? TrainCache { get; set; }

    /// <summary>The ground-truth cache for validation; made when absent. Null: one in <see cref="CacheFolder"/>.</summary>
    public string? ValidationCache { get; set; }

    /// <summary>Where caches are made that have no path of their own, named by version, split and hash; what can't stand in a file's name becomes an underscore.</summary>
    public string CacheFolder { get; set; } = Path.Combine("outputs", "gt-cache");

    /// <summary>The patch, metres in the map frame. It must be the one that the model detects in.</summary>
    public PerceptionRange Range { get; set; } = PerceptionRange.Default;

    /// <summary>Points of each element, 2 to 1000. It must be the number that the model predicts.</summary>
    public int PointCount { get; set; } = 20;
}
