namespace MapDet.Training.Planning.Terms;

/// <summary>Weights, gradients, and what belongs to them for the whole run.</summary>
internal static class ParameterTerms
{
    public static IEnumerable<MemoryTerm> Of(PlanRequest request, ModuleParameters parameters)
    {
        long trained = parameters.Trained * sizeof(float);
        yield return new MemoryTerm(MemoryKind.Weights, "vision tower", FrozenStorage.VisionBytes(request, parameters));
        yield return new MemoryTerm(MemoryKind.Weights, "language model", FrozenStorage.LanguageBytes(request, parameters));
        yield return new MemoryTerm(MemoryKind.Weights, "trained parts", trained);
        yield return new MemoryTerm(MemoryKind.Gradients, "gradients", trained);
        yield return new MemoryTerm(MemoryKind.Optimizer, "moments", 2 * trained);
        if (request.Training.EmaDecay is not null)
        {
            yield return new MemoryTerm(MemoryKind.Optimizer, "averaged weights", trained);
        }

        if (request.Training.AccumulationSteps > 1)
        {
            yield return new MemoryTerm(MemoryKind.Gradients, "sum of micro-batches", trained);
        }
    }
}
