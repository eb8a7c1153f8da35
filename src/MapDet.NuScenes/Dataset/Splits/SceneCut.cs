namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>A region cut in two parts of which no scene of one is near a scene of the other.</summary>
/// <param name="First">Scenes of the first part, at least one.</param>
/// <param name="Second">Scenes of the second part, at least one.</param>
/// <param name="Cost">Samples that neither part has, and samples that one part has too many.</param>
internal sealed record SceneCut(int[] First, int[] Second, double Cost);
