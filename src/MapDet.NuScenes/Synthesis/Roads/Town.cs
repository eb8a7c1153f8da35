using System.Collections.Immutable;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>Everything that stands or is painted at one location. The ground is flat and lies at z = 0.</summary>
/// <param name="Location">One of the four official locations.</param>
/// <param name="Width">Extent in x from 0, metres.</param>
/// <param name="Height">Extent in y from 0, metres.</param>
/// <param name="DrivesOnLeft">True in Singapore.</param>
/// <param name="Roads">The roads between the junctions.</param>
/// <param name="Junctions">The junctions.</param>
/// <param name="Lanes">The lanes on them.</param>
/// <param name="RoadArea">The union of road sections and junctions; its holes are blocks and islands.</param>
/// <param name="Buildings">The houses.</param>
/// <param name="Carparks">Places to park.</param>
internal sealed record Town(
    string Location,
    double Width,
    double Height,
    bool DrivesOnLeft,
    ImmutableArray<Road> Roads,
    ImmutableArray<Junction> Junctions,
    LaneNetwork Lanes,
    Geometry RoadArea,
    ImmutableArray<Building> Buildings,
    ImmutableArray<Carpark> Carparks);
