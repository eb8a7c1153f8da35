using MapDet.Core.Geometry;
using MapDet.NuScenes.Json;
using MapDet.NuScenes.Maps.Layers;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>A field that holds a <see cref="Placement"/>.</summary>
internal sealed class PlacementColumns
{
    private readonly NumberColumn[] _numbers = [new("tx"), new("ty"), new("tz"), new("rx"), new("ry"), new("rz")];

    public PlacementColumns(string name) => Column = new ObjectColumn(name, new RecordSchema(null, _numbers));

    public Column Column { get; }

    public Placement Value => new(
        new Point3(_numbers[0].Value, _numbers[1].Value, _numbers[2].Value), new Point3(_numbers[3].Value, _numbers[4].Value, _numbers[5].Value));
}
