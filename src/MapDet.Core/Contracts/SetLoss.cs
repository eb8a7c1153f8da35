using System.Collections.Immutable;
using TorchSharp;

namespace MapDet.Core.Contracts;

/// <summary>The loss of a batch, its terms weighted and summed over all decoder layers. Scalars that belong to the current dispose scope.</summary>
/// <param name="Total">The sum of the three terms; what is differentiated.</param>
/// <param name="Classification">Classification.</param>
/// <param name="Points">Distance of the points, and of the curves where the criterion weighs it.</param>
/// <param name="Direction">Cosine of the edges.</param>
public sealed record SetLoss(torch.Tensor Total, torch.Tensor Classification, torch.Tensor Points, torch.Tensor Direction)
{
    /// <summary>
    /// The predictions that are not finite, by layer and sample. Where there are any, <see cref="Total"/> is not finite either, whether the queries
    /// concerned were matched or not, and the step is to be skipped.
    /// </summary>
    public ImmutableArray<PredictionFault> Faults { get; init; } = [];
}
