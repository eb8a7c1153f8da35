namespace MapDet.NuScenes.Json;

/// <summary>What became of reading one field of a record.</summary>
internal enum ColumnResult
{
    /// <summary>The value was taken.</summary>
    Done,

    /// <summary>The buffer ends within the value.</summary>
    NeedsMore,

    /// <summary>The value is not what the format says; the reader stands somewhere within it.</summary>
    Faulty,
}
