using System.Collections;
using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Geometry;
using MapDet.NuScenes.GroundTruth;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>The records of a layer; tokens and places are indexed when they are first asked for.</summary>
internal sealed class MapLayer<T> : IMapLayer<T>
    where T : MapRecord
{
    private readonly ImmutableArray<T> _records;
    private readonly Lazy<Dictionary<string, T>> _byToken;
    private readonly Lazy<SpatialIndex> _index;

    /// <param name="name">The layer's name in the format.</param>
    /// <param name="records">Its records, their tokens unique.</param>
    public MapLayer(string name, ImmutableArray<T> records)
    {
        Name = name;
        _records = records;
        _byToken = new(() => records.ToDictionary(record => record.Token, StringComparer.Ordinal));
        _index = new(() => new SpatialIndex(records.Select(record => record.Shape().EnvelopeInternal)));
    }

    public string Name { get; }

    public int Count => _records.Length;

    public T this[int index] => _records[index];

    public T this[string token] => Find(token) ?? throw new MapDetException($"The layer '{Name}' has no record '{token}'.");

    public T? Find(string token) => _byToken.Value.GetValueOrDefault(token);

    public IReadOnlyList<T> Near(Point2 place, double radius)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        if (double.IsNaN(radius))
        {
            throw new ArgumentOutOfRangeException(nameof(radius), "The radius is no number.");
        }

        Envelope box = new(place.X - radius, place.X + radius, place.Y - radius, place.Y + radius);
        Point point = new(place.X, place.Y);
        return [.. _index.Value.Near(box).Select(position => _records[position]).Where(record => record.Shape().Distance(point) <= radius)];
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_records).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
