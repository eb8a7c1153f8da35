using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>A piece of a road between two junctions or crossings in mid-block: one road segment of the map.</summary>
/// <param name="Stations">Arc lengths of its cross sections, from start to end.</param>
/// <param name="PaintFrom">The station where painted lines begin.</param>
/// <param name="PaintTo">The station where they end.</param>
/// <param name="Outline">The ring of its area, not closed: left kerb, end, right kerb, start.</param>
/// <param name="Median">The ring of a raised island between the directions, not closed; empty if there is none.</param>
/// <param name="Dividers">The lines painted on it.</param>
/// <param name="StopLines">The bars where its traffic waits.</param>
internal sealed record RoadSection(
    ImmutableArray<double> Stations,
    int PaintFrom,
    int PaintTo,
    ImmutableArray<Vector2D> Outline,
    ImmutableArray<Vector2D> Median,
    ImmutableArray<Divider> Dividers,
    ImmutableArray<StopLine> StopLines);
