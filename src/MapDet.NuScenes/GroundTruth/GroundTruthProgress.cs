namespace MapDet.NuScenes.GroundTruth;

/// <summary>How far the making of a cache is.</summary>
/// <param name="Done">Samples that are done, those of an earlier interrupted run included.</param>
/// <param name="Total">Samples of the split.</param>
public readonly record struct GroundTruthProgress(int Done, int Total);
