namespace MapDet.NuScenes.Tables;

/// <summary>Where a text lies in a <see cref="TextPool"/>.</summary>
internal readonly record struct TextSlice(int Block, int Start, int Length);
