using System.Collections.Immutable;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>What parts lanes of one direction (layer <c>lane_divider</c>).</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Line">What it runs along.</param>
/// <param name="Segments">Its markings from vertex to vertex.</param>
public sealed record LaneDividerRecord(string Token, LineRecord Line, ImmutableArray<DividerSegment> Segments) : LinearRecord(Token, Line);
