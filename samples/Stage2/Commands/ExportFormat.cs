namespace MapDet.Stage2.Commands;

/// <summary>The formats that ground truth is exported in.</summary>
internal enum ExportFormat
{
    /// <summary>MapTR's <c>nuscenes_map_anns_val.json</c>.</summary>
    MapTr,

    /// <summary><c>nuscenes-vector-gt/1</c>.</summary>
    Json,

    /// <summary>GeoJSON, in the metres of each location's map.</summary>
    GeoJson,
}
