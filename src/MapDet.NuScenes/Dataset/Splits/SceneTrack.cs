using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>A scene as the places of its samples.</summary>
internal sealed record SceneTrack(string Name, string Location, ImmutableArray<Point2> Positions)
{
    public int Samples => Positions.Length;

    public Point2 Centre { get; } = new(Positions.Average(p => p.X), Positions.Average(p => p.Y));

    public Envelope Bounds { get; } = new(Positions.Select(p => new Coordinate(p.X, p.Y)));

    /// <summary>The scenes of samples, ordered by name.</summary>
    /// <exception cref="MapDetException">A scene lies in two locations.</exception>
    public static ImmutableArray<SceneTrack> Of(IEnumerable<PlacedSample> samples) =>
    [
        .. samples.GroupBy(sample => sample.Scene, StringComparer.Ordinal)
            .OrderBy(scene => scene.Key, StringComparer.Ordinal)
            .Select(scene => new SceneTrack(scene.Key, OnlyLocation(scene), [.. scene.Select(sample => sample.Position)])),
    ];

    /// <summary>True if a sample of one scene is nearer to a sample of the other than a distance, metres.</summary>
    public bool IsNear(SceneTrack other, double distance)
    {
        foreach (Point2 position in Positions)
        {
            foreach (Point2 place in other.Positions)
            {
                if (position.DistanceTo(place) < distance)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string OnlyLocation(IGrouping<string, PlacedSample> scene)
    {
        string[] locations = [.. scene.Select(sample => sample.Location).Distinct()];
        return locations.Length == 1
            ? locations[0]
            : throw new MapDetException($"The scene '{scene.Key}' lies in more than one location: {string.Join(", ", locations)}.");
    }
}
