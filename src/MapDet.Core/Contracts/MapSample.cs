using System.Collections.Immutable;

namespace MapDet.Core.Contracts;

/// <summary>A sample of a data set: what is seen and what is there.</summary>
/// <param name="Frame">Cameras and map frame.</param>
/// <param name="SceneName">The scene (drive) that the sample belongs to.</param>
/// <param name="Location">The name of the map.</param>
/// <param name="Timestamp">Microseconds.</param>
/// <param name="Elements">The ground truth in the map frame; empty for background.</param>
public sealed record MapSample(SurroundFrame Frame, string SceneName, string Location, long Timestamp, ImmutableArray<MapElement> Elements)
{
    /// <summary>The sample's unique name.</summary>
    public string Token => Frame.SampleToken;
}
