namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>How far a sample is from the nearest one of another split.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Nearest">The nearest sample of the other split in the same location; null if the location has none: another town.</param>
public sealed record SampleDistance(PlacedSample Sample, PlacedSample? Nearest)
{
    /// <summary>Metres on the ground plane; null in another town.</summary>
    public double? Metres { get; } = Nearest is null ? null : Sample.Position.DistanceTo(Nearest.Position);
}
