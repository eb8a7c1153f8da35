namespace MapDet.Training.Planning.Terms;

/// <summary>What a run remembers.</summary>
internal static class CacheTerms
{
    /// <summary>The name of the term of remembered image features.</summary>
    public const string Features = "image features";

    // The tables of v1.0-trainval keep 66 MB for 34,149 samples.
    private const long BytesOfTableSample = 2000;

    // Some fifteen elements of twenty points and the vertices of their lines, in the cache file's pages and as objects.
    private const long BytesOfGroundTruth = 12_000;

    public static IEnumerable<MemoryTerm> Of(PlanRequest request)
    {
        if (!request.IsOnGpu)
        {
            long samples = request.TrainingSamples + request.ValidationSamples;
            yield return new MemoryTerm(
                MemoryKind.Caches, "tables and ground truth", (Math.Max(samples, request.TableSamples) * BytesOfTableSample) + (samples * BytesOfGroundTruth));
        }

        yield return new MemoryTerm(MemoryKind.Caches, Features, FeatureBytes(request));
    }

    private static long FeatureBytes(PlanRequest request)
    {
        if (request.Training.ColorJitter > 0)
        {
            return 0;
        }

        long sides = request.Training.MirrorAugmentation ? 2 : 1;
        long seen = request.Steps is { } steps
            ? Math.Min((long)steps * request.Training.EffectiveBatchSize, sides * request.TrainingSamples)
            : sides * request.TrainingSamples;
        long bytes = new MicroBatchTape(request.Model, 0, sizeof(float)).FeatureBytes;
        return Math.Min(seen * bytes, request.Training.VisionCacheMegabytes * 1_000_000L);
    }
}
