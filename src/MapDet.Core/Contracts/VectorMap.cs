using System.Collections.Immutable;

namespace MapDet.Core.Contracts;

/// <summary>The layers of one location's map that ground truth is made from. Immutable.</summary>
/// <remarks>The names are those of the nuScenes map expansion; other maps fill what they have and leave the rest empty.</remarks>
public sealed record VectorMap
{
    /// <summary>The name of the place, which frames refer to.</summary>
    public required string Location { get; init; }

    /// <summary>The version of the map, such as 1.3; written into ground-truth caches.</summary>
    public required string Version { get; init; }

    /// <summary>A hash of the map's content: ground truth made from another content is told apart by it.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Lines between roads or directions: class divider.</summary>
    public ImmutableArray<MapLine> RoadDividers { get; init; } = [];

    /// <summary>Lines between lanes: class divider.</summary>
    public ImmutableArray<MapLine> LaneDividers { get; init; } = [];

    /// <summary>Pedestrian crossings: the outlines of their union are of class ped_crossing.</summary>
    public ImmutableArray<MapArea> PedCrossings { get; init; } = [];

    /// <summary>Pieces of road: the outline of the union with <see cref="Lanes"/> is of class boundary.</summary>
    public ImmutableArray<MapArea> RoadSegments { get; init; } = [];

    /// <summary>Lanes, which may stick out of the road segments.</summary>
    public ImmutableArray<MapArea> Lanes { get; init; } = [];
}
