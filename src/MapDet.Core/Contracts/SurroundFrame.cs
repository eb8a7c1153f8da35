using System.Collections.Immutable;
using MapDet.Core.Geometry;

namespace MapDet.Core.Contracts;

/// <summary>What the detector sees at one moment: the pictures of all cameras, and where they look in the map frame.</summary>
/// <param name="SampleToken">The sample's unique name.</param>
/// <param name="MapFrame">Where the map frame lies in the world.</param>
/// <param name="Cameras">The cameras in the order of <see cref="CameraChannels.All"/>.</param>
public sealed record SurroundFrame(string SampleToken, MapFrame MapFrame, ImmutableArray<CameraFrame> Cameras);
