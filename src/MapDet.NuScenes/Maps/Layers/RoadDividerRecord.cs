namespace MapDet.NuScenes.Maps.Layers;

/// <summary>What parts one road block from another (layer <c>road_divider</c>).</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Line">What it runs along.</param>
/// <param name="RoadSegment">The road segment that it lies on, if the map says.</param>
public sealed record RoadDividerRecord(string Token, LineRecord Line, RoadSegmentRecord? RoadSegment) : LinearRecord(Token, Line);
