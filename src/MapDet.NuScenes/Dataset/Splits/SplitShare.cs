namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>A split to make and how much of the data it is to hold.</summary>
/// <param name="Name">Its name in the split file.</param>
/// <param name="Share">The part of all samples that are kept, more than 0 and less than 1.</param>
public sealed record SplitShare(string Name, double Share);
