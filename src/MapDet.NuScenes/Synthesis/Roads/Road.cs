using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>A road from the edge of one junction to the edge of the next.</summary>
/// <param name="Street">Where it runs.</param>
/// <param name="Profile">Its cross section.</param>
/// <param name="Start">Arc length where it leaves the first junction.</param>
/// <param name="End">Arc length where it reaches the second one.</param>
/// <param name="Sections">Its pieces in order.</param>
/// <param name="Crossings">Pedestrian crossings: at its start if there is one, in between, at its end.</param>
internal sealed record Road(
    Street Street,
    RoadProfile Profile,
    double Start,
    double End,
    ImmutableArray<RoadSection> Sections,
    ImmutableArray<Crossing> Crossings);
