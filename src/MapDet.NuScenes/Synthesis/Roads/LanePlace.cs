namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>Where a lane lies.</summary>
/// <param name="Road">Position of its road in the town.</param>
/// <param name="Section">Position of its section in the road.</param>
/// <param name="Carriageway">Position of its carriageway in the profile.</param>
/// <param name="Lane">Its position in the carriageway, from the oncoming side to the kerb.</param>
internal sealed record LanePlace(int Road, int Section, int Carriageway, int Lane);
