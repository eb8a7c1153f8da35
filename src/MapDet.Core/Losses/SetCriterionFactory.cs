using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.Core.Losses;

/// <summary>Makes the criterion that options ask for.</summary>
public static class SetCriterionFactory
{
    /// <summary>Makes a criterion.</summary>
    /// <param name="options">Which one, and its weights.</param>
    /// <param name="range">What the decoder's [-1, 1] spans, metres.</param>
    public static ISetCriterion Create(CriterionOptions options, PerceptionRange range)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Kind == CriterionKind.Original ? new OriginalCriterion(options, range) : new SetCriterion(options, range);
    }
}
