using System.Collections.Immutable;

namespace MapDet.NuScenes.Tables;

/// <summary>A location's mask image (table <c>map</c>).</summary>
/// <param name="Token">Its unique name.</param>
/// <param name="Category">What it shows.</param>
/// <param name="FileName">The image, relative to the data root.</param>
/// <param name="LogTokens">The logs that lie in it.</param>
public sealed record MapMaskRecord(string Token, string Category, string FileName, ImmutableArray<string> LogTokens);
