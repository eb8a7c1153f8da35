namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>How many samples are nearer than a distance.</summary>
/// <param name="Metres">The distance, metres; a sample at this very distance is not nearer.</param>
/// <param name="Samples">How many samples.</param>
/// <param name="Share">Their share of all samples counted, 0 to 1; those of other towns count among all.</param>
public sealed record OverlapCount(double Metres, int Samples, double Share);
