using System.Collections.Immutable;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>A sample and the place where it was taken.</summary>
/// <param name="Token">The sample.</param>
/// <param name="Scene">The name of its scene.</param>
/// <param name="Location">The map that the place lies in; places of different locations have no distance.</param>
/// <param name="Position">The lidar on the ground plane, metres in the frame of the location's map.</param>
public sealed record PlacedSample(string Token, string Scene, string Location, Point2 Position)
{
    /// <summary>Where samples were taken.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="samples">Samples of these tables.</param>
    /// <returns>In the same order.</returns>
    public static ImmutableArray<PlacedSample> Of(NuScenesTables tables, IEnumerable<SceneSample> samples)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(samples);
        return [.. samples.Select(pair => Of(tables, pair))];
    }

    private static PlacedSample Of(NuScenesTables tables, SceneSample pair)
    {
        Point3 lidar = tables.LidarToWorld(pair.Sample).Translation;
        return new PlacedSample(pair.Sample.Token, pair.Scene.Name, pair.Scene.Location, new Point2(lidar.X, lidar.Y));
    }
}
