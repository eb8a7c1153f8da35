namespace MapDet.NuScenes.Tables;

/// <summary>How much of an object the six cameras see together (table <c>visibility</c>).</summary>
/// <param name="Token">Its unique name, "1" to "4".</param>
/// <param name="Level">Such as <c>v40-60</c>, in per cent.</param>
/// <param name="Description">The same in words.</param>
public sealed record VisibilityRecord(string Token, string Level, string Description);
