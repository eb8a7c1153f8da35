using System.Collections.Immutable;

namespace MapDet.Core.Parity;

/// <summary>What became of one file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">What was compared; null where the file was skipped.</param>
/// <param name="SkipReason">Why the file was skipped; null where it was compared.</param>
/// <param name="Results">In the order of the file's cases.</param>
/// <param name="NotCompared">References of the file that no module of this library computes.</param>
public sealed record ParityReport(
    string Path, string? Kind, string? SkipReason, ImmutableArray<ParityResult> Results, ImmutableArray<string> NotCompared)
{
    /// <summary>Names of the tensors that passed in every way in which they were compared.</summary>
    public ImmutableArray<string> Passed => [.. ByTensor(isPassed: true)];

    /// <summary>Names of the tensors that failed in at least one.</summary>
    public ImmutableArray<string> Failed => [.. ByTensor(isPassed: false)];

    private IEnumerable<string> ByTensor(bool isPassed) =>
        Results.GroupBy(r => r.Tensor, StringComparer.Ordinal).Where(g => g.All(r => r.IsPassed) == isPassed).Select(g => g.Key);
}
