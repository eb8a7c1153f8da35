using MapDet.Core.Geometry;
using MapDet.NuScenes.Json;
using MapDet.NuScenes.Maps.Lanes;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>The fields of an arc-line path.</summary>
internal sealed class ArcLinePathColumns
{
    private readonly NumbersColumn _start = new("start_pose", 3);
    private readonly NumbersColumn _end = new("end_pose", 3);
    private readonly NameColumn<ArcLineShape> _shape = new("shape");
    private readonly NumberColumn _radius = new("radius", isPositive: true);
    private readonly NumbersColumn _lengths = new("segment_length", 3);

    public ArcLinePathColumns() => Schema = new RecordSchema(null, _start, _end, _shape, _radius, _lengths);

    public RecordSchema Schema { get; }

    public ArcLinePath Make() => new(Pose(_start), Pose(_end), _shape.Value, _radius.Value, [_lengths[0], _lengths[1], _lengths[2]]);

    private static PathPose Pose(NumbersColumn column) => new(new Point2(column[0], column[1]), column[2]);
}
