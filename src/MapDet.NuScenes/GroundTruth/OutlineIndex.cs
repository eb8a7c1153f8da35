using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>
/// Finds the stretches of long rings near a patch, so that a ring around a whole district need not be walked along for each. Safe for use
/// from several threads.
/// </summary>
internal sealed class OutlineIndex
{
    private const int ChunkSegments = 16;

    private readonly Point2[][] _rings;
    private readonly List<Chunk> _chunks = [];
    private readonly int[] _chunksOfRing;
    private readonly SpatialIndex _index;

    /// <param name="rings">World coordinates; each repeats its first vertex at the end.</param>
    public OutlineIndex(Point2[][] rings)
    {
        _rings = rings;
        _chunksOfRing = new int[rings.Length];
        for (int ring = 0; ring < rings.Length; ring++)
        {
            int segments = rings[ring].Length - 1;
            for (int start = 0; start < segments; start += ChunkSegments)
            {
                _chunks.Add(new Chunk(ring, start, Math.Min(start + ChunkSegments, segments)));
                _chunksOfRing[ring]++;
            }
        }

        _index = new SpatialIndex(_chunks.Select(Extent));
    }

    /// <summary>
    /// What runs through a box: whole rings, and stretches of rings whose ends lie outside of it. Everything of the rings inside the box is
    /// part of them.
    /// </summary>
    public IEnumerable<(Point2[] Stretch, bool IsRing)> Near(Envelope area)
    {
        List<int> found = _index.Near(area);
        int next = 0;
        while (next < found.Count)
        {
            int ring = _chunks[found[next]].Ring;
            int first = next;
            while (next < found.Count && _chunks[found[next]].Ring == ring)
            {
                next++;
            }

            foreach ((Point2[] stretch, bool isRing) in OfRing(ring, found[first..next]))
            {
                yield return (stretch, isRing);
            }
        }
    }

    private IEnumerable<(Point2[] Stretch, bool IsRing)> OfRing(int ring, List<int> chunks)
    {
        if (chunks.Count == _chunksOfRing[ring])
        {
            yield return (_rings[ring], true);
            yield break;
        }

        List<List<Chunk>> runs = Runs(chunks);

        // The ring's own start is no end: the last run goes on with the first one there.
        if (runs.Count > 1 && runs[0][0].Start == 0 && runs[^1][^1].End == _rings[ring].Length - 1)
        {
            runs[^1].AddRange(runs[0]);
            runs.RemoveAt(0);
        }

        foreach (List<Chunk> run in runs)
        {
            yield return ([_rings[ring][run[0].Start], .. run.SelectMany(chunk => _rings[ring][(chunk.Start + 1)..(chunk.End + 1)])], false);
        }
    }

    private List<List<Chunk>> Runs(List<int> chunks)
    {
        List<List<Chunk>> runs = [];
        for (int i = 0; i < chunks.Count; i++)
        {
            if (i == 0 || chunks[i] != chunks[i - 1] + 1)
            {
                runs.Add([]);
            }

            runs[^1].Add(_chunks[chunks[i]]);
        }

        return runs;
    }

    private Envelope Extent(Chunk chunk)
    {
        Envelope extent = new();
        for (int node = chunk.Start; node <= chunk.End; node++)
        {
            extent.ExpandToInclude(_rings[chunk.Ring][node].X, _rings[chunk.Ring][node].Y);
        }

        return extent;
    }

    /// <summary>Segments of a ring, from one vertex to another.</summary>
    private readonly record struct Chunk(int Ring, int Start, int End);
}
