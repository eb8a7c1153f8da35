using System.Collections.Immutable;

namespace MapDet.NuScenes.Maps.Lanes;

/// <summary>The neighbours of a lane or lane connector along the direction of travel (dictionary <c>connectivity</c>).</summary>
/// <param name="Incoming">Tokens of the lanes and lane connectors that end where it begins.</param>
/// <param name="Outgoing">Tokens of the lanes and lane connectors that begin where it ends.</param>
public sealed record LaneConnectivity(ImmutableArray<string> Incoming, ImmutableArray<string> Outgoing);
