using System.Collections.Immutable;
using MapDet.Core;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Maps;

/// <summary>The map expansion of one location: the layers that the ground truth is made from. Immutable and safe for use from several threads.</summary>
/// <remarks>Format: nuScenes map expansion v1.3 and later.</remarks>
public sealed class MapExpansion
{
    internal MapExpansion(
        string location,
        string version,
        string contentHash,
        ImmutableArray<MapLineRecord> roadDividers,
        ImmutableArray<MapLineRecord> laneDividers,
        ImmutableArray<MapPolygonRecord> pedCrossings,
        ImmutableArray<MapPolygonRecord> roadSegments,
        ImmutableArray<MapPolygonRecord> lanes)
    {
        Location = location;
        Version = version;
        ContentHash = contentHash;
        RoadDividers = new MapLayer<MapLineRecord>(roadDividers, Extent);
        LaneDividers = new MapLayer<MapLineRecord>(laneDividers, Extent);
        PedCrossings = new MapLayer<MapPolygonRecord>(pedCrossings, Extent);
        RoadSegments = new MapLayer<MapPolygonRecord>(roadSegments, Extent);
        Lanes = new MapLayer<MapPolygonRecord>(lanes, Extent);
    }

    /// <summary>The name of the map.</summary>
    public string Location { get; }

    /// <summary>The version of its file, such as 1.3.</summary>
    public string Version { get; }

    /// <summary>SHA-256 of the file's bytes, as hex digits.</summary>
    public string ContentHash { get; }

    /// <summary>The layer <c>road_divider</c>.</summary>
    public MapLayer<MapLineRecord> RoadDividers { get; }

    /// <summary>The layer <c>lane_divider</c>.</summary>
    public MapLayer<MapLineRecord> LaneDividers { get; }

    /// <summary>The layer <c>ped_crossing</c>.</summary>
    public MapLayer<MapPolygonRecord> PedCrossings { get; }

    /// <summary>The layer <c>road_segment</c>.</summary>
    public MapLayer<MapPolygonRecord> RoadSegments { get; }

    /// <summary>The layer <c>lane</c>.</summary>
    public MapLayer<MapPolygonRecord> Lanes { get; }

    /// <summary>The file of a location's map.</summary>
    public static string FilePath(string dataRoot, string location) =>
        Path.Combine(Path.GetFullPath(dataRoot), "maps", "expansion", location + ".json");

    /// <summary>Reads a map.</summary>
    /// <param name="dataRoot">The data set's folder.</param>
    /// <param name="location">One of <see cref="MapLocations"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">The file is absent, damaged, too old, or its relations do not hold; the message names record and field.</exception>
    public static MapExpansion Load(string dataRoot, string location, CancellationToken cancellationToken = default) =>
        MapLocations.All.Contains(location)
            ? new MapExpansionReader(FilePath(dataRoot, location), location).Read(cancellationToken)
            : throw new MapDetException($"There is no map '{location}'; the maps are {string.Join(", ", MapLocations.All)}.");

    private static Envelope Extent(MapPolygonRecord record) => record.Geometry.EnvelopeInternal;

    private static Envelope Extent(MapLineRecord record)
    {
        Envelope extent = new();
        foreach (Core.Geometry.Point2 node in record.Nodes)
        {
            extent.ExpandToInclude(node.X, node.Y);
        }

        return extent;
    }
}
