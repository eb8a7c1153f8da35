namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>The distance that a share of the samples does not exceed.</summary>
/// <param name="Share">0 to 1; 0.5 is the median.</param>
/// <param name="Metres">The distance, interpolated between neighbours in rank; samples of other towns have none and do not count.</param>
public sealed record DistanceQuantile(double Share, double Metres);
