using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>The ground truth of one sample.</summary>
/// <param name="SampleToken">The sample.</param>
/// <param name="SceneName">Its scene.</param>
/// <param name="Location">The name of its map.</param>
/// <param name="LidarToWorld">From the lidar's frame to the world, at the lidar's own time.</param>
/// <param name="Elements">Metres in the map frame; empty for background.</param>
public sealed record GroundTruthSample(
    string SampleToken,
    string SceneName,
    string Location,
    RigidTransform LidarToWorld,
    ImmutableArray<MapElement> Elements);
