namespace MapDet.NuScenes.Synthesis;

/// <summary>A drive of the synthetic world.</summary>
/// <param name="Name">One of the official scene names, such as <c>scene-0061</c>.</param>
/// <param name="Location">One of the four official locations, such as <c>boston-seaport</c>: the town that it drives through.</param>
public sealed record SyntheticScene(string Name, string Location);
