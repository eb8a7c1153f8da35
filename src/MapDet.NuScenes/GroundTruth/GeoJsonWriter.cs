using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.IO;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>
/// Writes map elements as GeoJSON, one FeatureCollection a sample. The coordinates are metres in the sample's map frame (x right, y ahead),
/// not degrees on the globe; each feature says so in its property <c>frame</c>. Crossings are polygons, everything else are lines.
/// </summary>
public static class GeoJsonWriter
{
    /// <summary>What the property <c>frame</c> of every feature says.</summary>
    public const string Frame = "map frame of the sample: metres, x right, y ahead, origin at the lidar";

    private static readonly GeometryFactory Factory = new();

    private static readonly JsonSerializerOptions Options = new() { Converters = { new GeoJsonConverterFactory(Factory) } };

    /// <summary>Writes a cache, a file <c>TOKEN.geojson</c> a sample.</summary>
    /// <param name="cache">The ground truth.</param>
    /// <param name="folder">Where the files go; made if need be.</param>
    /// <param name="cancellationToken">Stops the writing between two files.</param>
    /// <exception cref="IOException">A file can't be written.</exception>
    public static void Write(GroundTruthCache cache, string folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cache);
        for (int i = 0; i < cache.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            GroundTruthSample sample = cache[i];
            Write(sample.SampleToken, sample.Elements, Path.Combine(folder, sample.SampleToken + ".geojson"));
        }
    }

    /// <summary>Writes the elements of one sample.</summary>
    /// <param name="sampleToken">The sample, for the property <c>sample_token</c>.</param>
    /// <param name="elements">Metres in the map frame.</param>
    /// <param name="path">The file.</param>
    public static void Write(string sampleToken, IEnumerable<MapElement> elements, string path)
    {
        ArgumentNullException.ThrowIfNull(elements);
        FeatureCollection features = [.. elements.Select(element => ToFeature(sampleToken, element))];
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, features, Options));
    }

    private static Feature ToFeature(string sampleToken, MapElement element)
    {
        Coordinate[] nodes = [.. element.Vertices.Vertices.Select(ToCoordinate)];
        const int LeastRingNodes = 4;
        Geometry geometry = element.Class == MapClass.PedCrossing && element.IsClosed && nodes.Length >= LeastRingNodes
            ? Factory.CreatePolygon(nodes)
            : Factory.CreateLineString(nodes);
        return new Feature(geometry, new AttributesTable
        {
            { "class", element.Class.Name() },
            { "closed", element.IsClosed },
            { "sample_token", sampleToken },
            { "frame", Frame },
        });
    }

    private static Coordinate ToCoordinate(Point2 point) => new(point.X, point.Y);
}
