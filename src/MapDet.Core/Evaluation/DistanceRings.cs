using System.Collections.Immutable;
using MapDet.Core.Geometry;

namespace MapDet.Core.Evaluation;

/// <summary>Rings around the vehicle, which stands in the origin of the map frame; see <see cref="RingScores"/>.</summary>
internal sealed class DistanceRings
{
    private readonly ImmutableArray<double> _edges;

    /// <param name="edges">Where one ring ends and the next begins, metres.</param>
    /// <exception cref="ArgumentException">The edges are not positive, finite and rising.</exception>
    public DistanceRings(ImmutableArray<double> edges)
    {
        if (edges.IsDefault || edges.Any(edge => !(edge > 0) || !double.IsFinite(edge)) || edges.Zip(edges.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException("The edges of rings are positive distances, each greater than the one before.", nameof(edges));
        }

        _edges = edges;
    }

    /// <summary>Number of rings; the outermost has no end.</summary>
    public int Count => _edges.Length + 1;

    /// <summary>Metres.</summary>
    public double Start(int ring) => ring == 0 ? 0 : _edges[ring - 1];

    /// <summary>Metres; infinite for the outermost.</summary>
    public double End(int ring) => ring == _edges.Length ? double.PositiveInfinity : _edges[ring];

    /// <summary>The ring of a line of at least one point; the outermost if it is not finite.</summary>
    public int Find(ImmutableArray<Point2> line)
    {
        double distance = new ResampledLine(line).MeanDistanceFromOrigin();
        return _edges.Count(edge => !(distance < edge));
    }
}
