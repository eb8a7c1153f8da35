using System.Collections.Immutable;

namespace MapDet.NuScenes.Tables;

/// <summary>The published versions of the data set; each is a folder of tables in the data root.</summary>
public static class NuScenesVersions
{
    /// <summary>10 scenes.</summary>
    public const string Mini = "v1.0-mini";

    /// <summary>850 scenes: the splits train and val.</summary>
    public const string TrainVal = "v1.0-trainval";

    /// <summary>150 scenes without annotations: the split test.</summary>
    public const string Test = "v1.0-test";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } = [Mini, TrainVal, Test];
}
