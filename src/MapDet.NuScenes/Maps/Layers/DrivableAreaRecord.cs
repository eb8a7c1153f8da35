using System.Collections.Immutable;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>Where cars can drive, whatever direction and law say (layer <c>drivable_area</c>).</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Polygons">What it covers; the only layer whose records may have several polygons.</param>
public sealed record DrivableAreaRecord(string Token, ImmutableArray<PolygonRecord> Polygons) : MapRecord(Token)
{
    internal override Geometry Shape() => RecordShapes.Polygons(Polygons);
}
