using System.Collections.Immutable;
using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.IO;
using MapDet.CustomData.Sources;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;

namespace MapDet.CustomData.MakeData;

/// <summary>Writes what a map has near some places as GeoJSON, one feature a line.</summary>
internal static class GeoJsonMapWriter
{
    /// <summary>How far from the vehicle a map is kept, metres; a patch of 30 m x 60 m ends after 34.</summary>
    private const double Reach = 50;

    private static readonly GeometryFactory Factory = new();

    /// <summary>Writes a map.</summary>
    /// <param name="map">The map.</param>
    /// <param name="places">Where vehicles were.</param>
    /// <param name="path">The file; complete or absent.</param>
    public static void Write(VectorMap map, IEnumerable<Point3> places, string path)
    {
        Geometry[] near = [.. places.Select(place => Factory.CreatePoint(new Coordinate(place.X, place.Y)))];
        IEnumerable<string> features = Features(map)
            .Where(feature => near.Any(place => feature.Geometry.IsWithinDistance(place, Reach)))
            .Select(feature => JsonSerializer.Serialize<IFeature>(feature, MapFeature.Json));
        AtomicFile.WriteText(path, $"{{\"type\":\"FeatureCollection\",\"features\":[\n{string.Join(",\n", features)}\n]}}\n");
    }

    private static IEnumerable<Feature> Features(VectorMap map) =>
    [
        .. map.RoadDividers.Concat(map.LaneDividers)
            .Select((line, i) => Feature(MapFeature.Divider, i, Factory.CreateLineString(Coordinates(line.Nodes)))),
        .. Areas(MapFeature.PedCrossing, map.PedCrossings),
        .. Areas(MapFeature.Road, map.RoadSegments),
        .. Areas(MapFeature.Lane, map.Lanes),
    ];

    private static IEnumerable<Feature> Areas(string layer, ImmutableArray<MapArea> areas) => areas
        .Where(area => !area.Shell.IsEmpty)
        .Select((area, i) => Feature(layer, i, Factory.CreatePolygon(Ring(area.Shell), [.. area.Holes.Select(Ring)])));

    private static Feature Feature(string layer, int number, Geometry geometry) =>
        new(geometry, new AttributesTable { { "id", $"{layer}-{number}" }, { "layer", layer } });

    private static LinearRing Ring(ImmutableArray<Point2> nodes) =>
        Factory.CreateLinearRing(Coordinates(nodes[0] == nodes[^1] ? nodes : nodes.Add(nodes[0])));

    private static Coordinate[] Coordinates(ImmutableArray<Point2> nodes) => [.. nodes.Select(node => new Coordinate(node.X, node.Y))];
}
