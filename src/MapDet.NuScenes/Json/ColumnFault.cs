namespace MapDet.NuScenes.Json;

/// <summary>What is wrong with a value.</summary>
/// <param name="Field">The field, with the way to it where it lies within another: <c>items[2].rel_pos.tx</c>.</param>
/// <param name="Problem">The fault, as the rest of a sentence about the file.</param>
internal readonly record struct ColumnFault(string Field, string Problem);
