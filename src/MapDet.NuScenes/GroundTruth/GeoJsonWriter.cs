using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.IO;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Writes map elements as GeoJSON, one feature collection a file; closed elements are polygons, all others lines.</summary>
/// <remarks>
/// Coordinates are metres in the frame of the location's map (x east, y north), as the property <c>frame</c> of every feature says: nuScenes
/// ties its maps to no longitude and latitude.
/// </remarks>
public static class GeoJsonWriter
{
    /// <summary>What the property <c>frame</c> of every feature says.</summary>
    public const string Frame = "map of the location: metres, x east, y north";

    private static readonly GeometryFactory Factory = new();

    private static readonly JsonSerializerOptions Options = new() { Converters = { new GeoJsonConverterFactory(Factory) } };

    /// <summary>Writes the elements of all samples of a cache.</summary>
    /// <param name="cache">The ground truth.</param>
    /// <param name="path">The file; complete or absent.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left behind.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(GroundTruthCache cache, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cache);
        FeatureCollection features = [];
        for (int i = 0; i < cache.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            GroundTruthSample sample = cache[i];
            RigidTransform toWorld = MapToWorld(sample.LidarToWorld);
            foreach (MapElement element in sample.Elements)
            {
                features.Add(new Feature(
                    Shape(toWorld, element.Vertices.Vertices, element.IsClosed),
                    Attributes(sample.SampleToken, sample.Location, element.Class, element.IsClosed)));
            }
        }

        Write(features, path);
    }

    /// <summary>Writes the detections of a sample, with their score.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="detections">Metres in the sample's map frame.</param>
    /// <param name="path">The file; complete or absent.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(MapSample sample, IEnumerable<MapDetection> detections, string path)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(detections);
        RigidTransform toWorld = sample.Frame.MapFrame.ToWorld();
        FeatureCollection features = [];
        foreach (MapDetection detection in detections)
        {
            AttributesTable attributes = Attributes(sample.Token, sample.Location, detection.Class, isClosed: false);
            attributes.Add("score", detection.Score);
            features.Add(new Feature(Shape(toWorld, detection.Points, isClosed: false), attributes));
        }

        Write(features, path);
    }

    private static void Write(FeatureCollection features, string path) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, features, Options));

    // The map frame is turned by the sensor's yaw only.
    private static RigidTransform MapToWorld(RigidTransform lidarToWorld) => RigidTransform.FromYaw(lidarToWorld.Yaw, lidarToWorld.Translation);

    private static AttributesTable Attributes(string sampleToken, string location, MapClass mapClass, bool isClosed) => new()
    {
        { "sample_token", sampleToken },
        { "location", location },
        { "class", mapClass.Name() },
        { "closed", isClosed },
        { "frame", Frame },
    };

    private static Geometry Shape(RigidTransform toWorld, IReadOnlyList<Point2> points, bool isClosed)
    {
        const int LeastRingNodes = 4;
        Coordinate[] coordinates = [.. points.Select(p => toWorld.Apply(new Point3(p.X, p.Y, 0))).Select(p => new Coordinate(p.X, p.Y))];
        if (!isClosed || coordinates.Length < LeastRingNodes)
        {
            return Factory.CreateLineString(coordinates);
        }

        // The turn to the world need not give first and last vertex the same last bit.
        coordinates[^1] = coordinates[0].Copy();
        return Factory.CreatePolygon(coordinates);
    }
}
