namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>A stretch from one junction to the next, before lanes are laid.</summary>
/// <param name="StartNode">The junction that it leaves.</param>
/// <param name="EndNode">The junction that it reaches.</param>
/// <param name="Axis">Its reference line from node to node.</param>
/// <param name="Class">How important it is.</param>
internal sealed record Street(int StartNode, int EndNode, RoadAxis Axis, RoadClass Class);
