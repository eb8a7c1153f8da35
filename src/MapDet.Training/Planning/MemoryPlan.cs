using System.Collections.Immutable;

namespace MapDet.Training.Planning;

/// <summary>The memory that a run is predicted to need at its peak.</summary>
/// <param name="Terms">What it is made of.</param>
public sealed record MemoryPlan(ImmutableArray<MemoryTerm> Terms)
{
    /// <summary>All terms together, bytes; what the process holds once its libraries are loaded comes on top.</summary>
    public long Total => Terms.Sum(term => term.Bytes);

    /// <summary>The terms of a kind together, bytes.</summary>
    public long this[MemoryKind kind] => Terms.Where(term => term.Kind == kind).Sum(term => term.Bytes);
}
