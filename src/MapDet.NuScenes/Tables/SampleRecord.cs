namespace MapDet.NuScenes.Tables;

/// <summary>A key frame (table <c>sample</c>).</summary>
/// <param name="Token">Its unique name.</param>
/// <param name="Timestamp">Microseconds.</param>
/// <param name="Index">Its row in the tables' own stores; means nothing outside.</param>
public sealed record SampleRecord(string Token, long Timestamp, int Index);
