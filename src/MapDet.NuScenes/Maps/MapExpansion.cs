using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Maps.Lanes;
using MapDet.NuScenes.Maps.Layers;
using MapDet.NuScenes.Maps.Reading;

namespace MapDet.NuScenes.Maps;

/// <summary>
/// Everything that the map expansion has of one location. Training needs far less, which <see cref="MapExpansionStore"/> reads. Immutable
/// and safe for use from several threads.
/// </summary>
/// <remarks>
/// Format: nuScenes map expansion v1.3 and later, https://www.nuscenes.org/nuscenes; the layers are described in the devkit's
/// <c>map_expansion_tutorial.ipynb</c>. World coordinates are metres in the frame of the location's map.
/// </remarks>
public sealed class MapExpansion
{
    /// <summary>One of <see cref="MapLocations"/>.</summary>
    public required string Location { get; init; }

    /// <summary>The version of the map, such as 1.3.</summary>
    public required string Version { get; init; }

    /// <summary>The size of the map.</summary>
    public required MapCanvas Canvas { get; init; }

    /// <summary>Layer <c>node</c>.</summary>
    public required IMapLayer<NodeRecord> Nodes { get; init; }

    /// <summary>Layer <c>line</c>.</summary>
    public required IMapLayer<LineRecord> Lines { get; init; }

    /// <summary>Layer <c>polygon</c>.</summary>
    public required IMapLayer<PolygonRecord> Polygons { get; init; }

    /// <summary>Layer <c>drivable_area</c>.</summary>
    public required IMapLayer<DrivableAreaRecord> DrivableAreas { get; init; }

    /// <summary>Layer <c>road_segment</c>.</summary>
    public required IMapLayer<RoadSegmentRecord> RoadSegments { get; init; }

    /// <summary>Layer <c>road_block</c>.</summary>
    public required IMapLayer<RoadBlockRecord> RoadBlocks { get; init; }

    /// <summary>Layer <c>lane</c>.</summary>
    public required IMapLayer<LaneRecord> Lanes { get; init; }

    /// <summary>Layer <c>lane_connector</c>.</summary>
    public required IMapLayer<LaneConnectorRecord> LaneConnectors { get; init; }

    /// <summary>Layer <c>ped_crossing</c>.</summary>
    public required IMapLayer<PedCrossingRecord> PedCrossings { get; init; }

    /// <summary>Layer <c>walkway</c>.</summary>
    public required IMapLayer<WalkwayRecord> Walkways { get; init; }

    /// <summary>Layer <c>stop_line</c>.</summary>
    public required IMapLayer<StopLineRecord> StopLines { get; init; }

    /// <summary>Layer <c>carpark_area</c>.</summary>
    public required IMapLayer<CarparkAreaRecord> CarparkAreas { get; init; }

    /// <summary>Layer <c>road_divider</c>.</summary>
    public required IMapLayer<RoadDividerRecord> RoadDividers { get; init; }

    /// <summary>Layer <c>lane_divider</c>.</summary>
    public required IMapLayer<LaneDividerRecord> LaneDividers { get; init; }

    /// <summary>Layer <c>traffic_light</c>.</summary>
    public required IMapLayer<TrafficLightRecord> TrafficLights { get; init; }

    /// <summary>How lanes follow each other and where they run: dictionaries <c>connectivity</c> and <c>arcline_path_3</c>.</summary>
    public required LaneNetwork LaneNetwork { get; init; }

    /// <summary>References to records that the map does not have; the relations are null, or these records are left out of the lists.</summary>
    public required ImmutableArray<DanglingReference> DanglingReferences { get; init; }

    /// <summary>The layers of things, which are all but nodes, lines and polygons.</summary>
    public ImmutableArray<IMapLayer<MapRecord>> Layers =>
    [
        DrivableAreas, RoadSegments, RoadBlocks, Lanes, LaneConnectors, PedCrossings, Walkways, StopLines, CarparkAreas,
        RoadDividers, LaneDividers, TrafficLights,
    ];

    /// <summary>Reads the map of a location.</summary>
    /// <param name="dataRoot">The data set's folder.</param>
    /// <param name="location">One of <see cref="MapLocations"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">
    /// The file is absent, damaged or too old, a layer is missing, a field can't be interpreted, or a record's geometry does not exist; the
    /// message names record and field.
    /// </exception>
    /// <exception cref="MapDetException">There is no such location.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static MapExpansion Load(string dataRoot, string location, CancellationToken cancellationToken = default)
    {
        MapLocations.Expect(location);
        return new MapExpansionReader(MapExpansionStore.FilePath(dataRoot, location), location).Read(cancellationToken);
    }

    /// <summary>The records of all <see cref="Layers"/> that are not farther away than a radius, layer by layer.</summary>
    /// <param name="place">World coordinates, metres.</param>
    /// <param name="radius">Metres, 0 for what lies at the place itself. Within an area the distance is 0, within a hole it is that to the hole's edge.</param>
    /// <exception cref="ArgumentOutOfRangeException">The radius is negative or no number.</exception>
    public ImmutableArray<MapRecord> Near(Point2 place, double radius) => [.. Layers.SelectMany(layer => layer.Near(place, radius))];
}
