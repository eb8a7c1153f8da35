using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Dataset;

/// <summary>Where nuScenes lies and what of it a run uses.</summary>
public sealed record NuScenesOptions : DatasetOptions
{
    /// <summary>The folder that holds the version's folder, <c>maps/expansion</c> and <c>samples</c>. Nothing is ever written into it.</summary>
    public string DataRoot { get; set; } = "";

    /// <summary>One of <see cref="NuScenesVersions"/>.</summary>
    public string Version { get; set; } = NuScenesVersions.TrainVal;
}
