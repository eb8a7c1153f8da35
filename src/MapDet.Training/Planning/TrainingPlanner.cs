using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Training.Planning.Terms;

namespace MapDet.Training.Planning;

/// <summary>Predicts what a run needs, from its options alone: no weight is loaded and nothing is computed.</summary>
public static class TrainingPlanner
{
    private const int LargestSearchedBatch = 4096;

    /// <summary>Counts the parameters of each module.</summary>
    /// <param name="request">The run.</param>
    /// <exception cref="MapDetException">The model's options do not fit together.</exception>
    public static ModuleParameters CountParameters(PlanRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ParameterCounter.Count(request.Model);
    }

    /// <summary>Predicts the peak of a run's memory: of the GPU where it computes on one, of the process else.</summary>
    /// <param name="request">The run.</param>
    /// <exception cref="MapDetException">The model's options do not fit together.</exception>
    public static MemoryPlan PredictMemory(PlanRequest request) => PredictMemory(request, CountParameters(request));

    /// <summary>The largest batch that fits into some memory.</summary>
    /// <param name="request">The run; its batch size does not count.</param>
    /// <param name="memory">Bytes, of which what the libraries take is taken already.</param>
    /// <returns>Samples; 0 if not even one fits.</returns>
    /// <exception cref="MapDetException">The model's options do not fit together.</exception>
    public static int LargestBatch(PlanRequest request, long memory)
    {
        ModuleParameters parameters = CountParameters(request);
        bool Fits(int batch) => PredictMemory(request with { Training = request.Training with { BatchSize = batch } }, parameters).Total <= memory;
        (int fits, int tooMany) = (0, 1);
        while (tooMany <= LargestSearchedBatch && Fits(tooMany))
        {
            (fits, tooMany) = (tooMany, tooMany * 2);
        }

        while (tooMany - fits > 1)
        {
            int middle = (fits + tooMany) / 2;
            (fits, tooMany) = Fits(middle) ? (middle, tooMany) : (fits, middle);
        }

        return fits;
    }

    private static MemoryPlan PredictMemory(PlanRequest request, ModuleParameters parameters)
    {
        ImmutableArray<MemoryTerm> used =
        [
            .. ParameterTerms.Of(request, parameters),
            .. ActivationTerms.Of(request, parameters),
            .. CacheTerms.Of(request),
            .. PictureTerms.Of(request),
        ];
        return new MemoryPlan([.. used, .. RuntimeTerms.Of(request, used)]);
    }
}
