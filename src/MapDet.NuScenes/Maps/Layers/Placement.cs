using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>Where a thing is and how it is turned, in space.</summary>
/// <param name="Translation">Metres (<c>tx</c>, <c>ty</c>, <c>tz</c>).</param>
/// <param name="Rotation">Angles about the three axes, radians (<c>rx</c>, <c>ry</c>, <c>rz</c>); the format does not name their order.</param>
public readonly record struct Placement(Point3 Translation, Point3 Rotation);
