namespace MapDet.NuScenes.Tables;

/// <summary>A sample with the scene that it belongs to.</summary>
/// <param name="Scene">The scene.</param>
/// <param name="Sample">One of its samples.</param>
public sealed record SceneSample(SceneRecord Scene, SampleRecord Sample);
