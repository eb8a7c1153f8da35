using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.NuScenes.Dataset;

/// <summary>What a split selects of the data.</summary>
/// <param name="Name">The split's own name: mini_train where the user said train of v1.0-mini.</param>
/// <param name="Samples">Its samples, ordered by time; at least one.</param>
/// <param name="ListedScenes">Number of scenes that the split lists.</param>
/// <param name="MissingScenes">How many of them the data does not have.</param>
public sealed record SplitSelection(string Name, ImmutableArray<FrameRecord> Samples, int ListedScenes, int MissingScenes);
