using MapDet.Core.Contracts;
using MapDet.Core.Language;

namespace MapDet.Training.Planning.Terms;

/// <summary>What a micro-batch needs beside parameters and pictures: the largest moment of forward, backward and update.</summary>
internal static class ActivationTerms
{
    private const double CharactersOfToken = 4.3;

    public static IEnumerable<MemoryTerm> Of(PlanRequest request, ModuleParameters parameters)
    {
        int slices = request.IsOnGpu ? 1 : Math.Min(request.Training.ComputeSlices, request.Training.BatchSize);
        int samples = (request.Training.BatchSize + slices - 1) / slices;
        MicroBatchTape tape = new(
            request.Model, PromptLength(request), FrozenStorage.ElementSize(request.Training), request.Training.CheckpointActivations);
        PassMemory pass = tape.Follow(samples, remembersFeatures: request.Training.VisionCacheMegabytes > 0);
        long update = Enum.GetValues<TrainedPart>().Max(part => parameters[part]) * sizeof(float);
        long kept = slices * pass.Kept.Values.Sum();
        foreach ((string stage, long bytes) in pass.Kept.OrderBy(stage => stage.Key, StringComparer.Ordinal))
        {
            yield return new MemoryTerm(MemoryKind.Activations, $"kept by the {stage}", slices * bytes);
        }

        yield return new MemoryTerm(
            MemoryKind.Activations, "moment of the peak", Math.Max(0, Math.Max(slices * pass.Peak, update) - kept));
    }

    private static long PromptLength(PlanRequest request)
    {
        LanguageOptions language = request.Model.Language;
        return !language.Enabled ? 0
            : language.VocabSize == 0 ? language.FixedPromptLength
            : request.PromptLength ?? (long)Math.Ceiling(language.Prompt.Length / CharactersOfToken);
    }
}
