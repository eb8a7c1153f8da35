using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.IO;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;

namespace MapDet.Stage2.Export;

/// <summary>
/// Map elements as GeoJSON. Coordinates are metres in the frame of the location's map (east, north), which nuScenes ties to no place on
/// the globe by more than an origin: they are no longitudes and latitudes.
/// </summary>
internal static class GeoJsonFile
{
    private static readonly JsonSerializerOptions s_json = new() { Converters = { new GeoJsonConverterFactory() } };

    /// <summary>Writes elements of any number of samples.</summary>
    /// <param name="path">The file.</param>
    /// <param name="features">The elements.</param>
    public static void Write(string path, IEnumerable<IFeature> features)
    {
        FeatureCollection collection = [.. features];
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, collection, s_json));
    }

    /// <summary>An element of the ground truth.</summary>
    /// <param name="sampleToken">Its sample.</param>
    /// <param name="location">The name of the map.</param>
    /// <param name="toWorld">From the sample's map frame to the location's map.</param>
    /// <param name="element">Metres in the map frame.</param>
    public static IFeature Feature(string sampleToken, string location, RigidTransform toWorld, MapElement element) => new Feature(
        Line(toWorld, element.Vertices.Vertices, element.IsClosed),
        Attributes(sampleToken, location, element.Class));

    /// <summary>A detected element.</summary>
    /// <param name="sampleToken">Its sample.</param>
    /// <param name="location">The name of the map.</param>
    /// <param name="toWorld">From the sample's map frame to the location's map.</param>
    /// <param name="detection">Metres in the map frame.</param>
    public static IFeature Feature(string sampleToken, string location, RigidTransform toWorld, MapDetection detection)
    {
        AttributesTable attributes = Attributes(sampleToken, location, detection.Class);
        attributes.Add("score", detection.Score);
        return new Feature(Line(toWorld, detection.Points, isClosed: false), attributes);
    }

    private static AttributesTable Attributes(string sampleToken, string location, MapClass mapClass) => new()
    {
        { "sample_token", sampleToken },
        { "location", location },
        { "class", mapClass.Name() },
    };

    private static Geometry Line(RigidTransform toWorld, IReadOnlyList<Point2> points, bool isClosed)
    {
        Coordinate[] coordinates = [.. points.Select(p => toWorld.Apply(new Point3(p.X, p.Y, 0))).Select(p => new Coordinate(p.X, p.Y))];
        if (!isClosed || coordinates.Length < 4)
        {
            return new LineString(coordinates);
        }

        // The turn to the world need not give first and last vertex the same last bit.
        coordinates[^1] = coordinates[0].Copy();
        return new Polygon(new LinearRing(coordinates));
    }
}
