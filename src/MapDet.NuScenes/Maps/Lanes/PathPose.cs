using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Maps.Lanes;

/// <summary>A place on a path and the direction of travel there.</summary>
/// <param name="Place">World coordinates, metres.</param>
/// <param name="Yaw">Radians, counter-clockwise from the x axis.</param>
public readonly record struct PathPose(Point2 Place, double Yaw);
