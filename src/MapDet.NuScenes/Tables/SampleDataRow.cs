namespace MapDet.NuScenes.Tables;

/// <summary>A row of the table <c>sample_data</c>; rows of other tables are named by their positions.</summary>
internal readonly record struct SampleDataRow(
    long Timestamp,
    int Sample,
    int Sensor,
    int EgoPose,
    int FileName,
    int FileFormat,
    int Width,
    int Height,
    bool IsKeyFrame);
