using System.Collections.Immutable;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace MapDet.NuScenes.Maps;

/// <summary>The records of a layer in the order of their file, with a spatial index. Safe for use from several threads.</summary>
/// <typeparam name="TRecord">What the layer holds.</typeparam>
public sealed class MapLayer<TRecord>
{
    private readonly STRtree<int> _index = new();

    internal MapLayer(ImmutableArray<TRecord> records, Func<TRecord, Envelope> extent)
    {
        Records = records;
        for (int i = 0; i < records.Length; i++)
        {
            Envelope envelope = extent(records[i]);
            if (!envelope.IsNull)
            {
                _index.Insert(envelope, i);
            }
        }

        // The tree builds itself on its first query, which is no matter for several threads at once.
        _index.Build();
    }

    /// <summary>All records.</summary>
    public ImmutableArray<TRecord> Records { get; }

    /// <summary>The records whose bounding box meets another box, in the order of the file.</summary>
    /// <param name="area">World coordinates, metres.</param>
    public IEnumerable<TRecord> Near(Envelope area) => _index.Query(area).Order().Select(index => Records[index]);
}
