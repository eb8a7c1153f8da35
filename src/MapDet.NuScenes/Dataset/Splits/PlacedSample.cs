using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>A sample and the place where it was taken.</summary>
/// <param name="Token">The sample.</param>
/// <param name="Scene">The name of its scene.</param>
/// <param name="Location">The map that the place lies in; places of different locations have no distance.</param>
/// <param name="Position">The lidar on the ground plane, metres in the frame of the location's map.</param>
public sealed record PlacedSample(string Token, string Scene, string Location, Point2 Position)
{
    /// <summary>Where samples were taken.</summary>
    /// <param name="frames">The samples.</param>
    /// <returns>In the same order.</returns>
    public static ImmutableArray<PlacedSample> Of(IEnumerable<FrameRecord> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return [.. frames.Select(frame => new PlacedSample(
            frame.SampleToken,
            frame.SceneName,
            frame.Location,
            new Point2(frame.LidarToWorld.Translation.X, frame.LidarToWorld.Translation.Y)))];
    }
}
