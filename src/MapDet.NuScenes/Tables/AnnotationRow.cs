namespace MapDet.NuScenes.Tables;

/// <summary>A row of the table <c>sample_annotation</c>; other rows are named by their positions.</summary>
internal readonly record struct AnnotationRow(
    int Sample,
    int Instance,
    int Visibility,
    int FirstAttribute,
    Pose BoxToWorld,
    BoxSize Size,
    int LidarPoints,
    int RadarPoints);
