using System.Collections.Immutable;

namespace MapDet.Training.Planning.Terms;

/// <summary>
/// What no tensor accounts for. These figures are measured (<c>memory</c> of the benchmarks, glibc's allocator), not computed; they do not depend on what the
/// model is but for the size of its activations.
/// </summary>
internal static class RuntimeTerms
{
    // Pages of the tensor library's kernels that are touched, compiled code and managed memory, and each slice's thread with its kernels' buffers.
    private const long Process = 125_000_000;
    private const long Slice = 25_000_000;

    // Allocator arenas give memory back to the system only in large pieces from their ends: what was freed in between stays with the process.
    private const double FreedPart = 0.8;
    private const long MostFreed = 100_000_000;

    // The context and the kernels of a GPU, and memory between what is in use. Not measured.
    private const long GpuContext = 600_000_000;
    private const double GpuFragmentation = 0.05;

    public static IEnumerable<MemoryTerm> Of(PlanRequest request, ImmutableArray<MemoryTerm> used)
    {
        if (request.IsOnGpu)
        {
            yield return new MemoryTerm(MemoryKind.Runtime, "context and kernels", GpuContext);
            yield return new MemoryTerm(MemoryKind.Runtime, "between blocks", (long)(GpuFragmentation * used.Sum(term => term.Bytes)));
            yield break;
        }

        int slices = Math.Min(request.Training.ComputeSlices, request.Training.BatchSize);
        yield return new MemoryTerm(MemoryKind.Runtime, "kernels, code and managed memory", Process + (slices * Slice));

        // Each compute slice allocates from an arena of its own.
        long activations = used.Where(term => term.Kind == MemoryKind.Activations).Sum(term => term.Bytes) / slices;
        yield return new MemoryTerm(MemoryKind.Runtime, "freed, but not given back", slices * (long)Math.Min(MostFreed, FreedPart * activations));

        // Each remembered tensor lies behind the one it was copied from, whose place is too small for most of what comes later.
        yield return new MemoryTerm(
            MemoryKind.Runtime, "gaps between remembered features", used.Where(term => term.Name == CacheTerms.Features).Sum(term => term.Bytes));
    }
}
