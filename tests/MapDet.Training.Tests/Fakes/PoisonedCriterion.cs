using System.Collections.Immutable;
using MapDet.Core.Contracts;
using TorchSharp;

namespace MapDet.Training.Tests.Fakes;

/// <summary>Gives losses that are not finite for some calls.</summary>
internal sealed class PoisonedCriterion(ISetCriterion inner, Func<int, bool> isPoisoned) : ISetCriterion
{
    private int _calls;

    public SetLoss Compute(
        MapPredictions predictions,
        IReadOnlyList<ImmutableArray<MapElement>> groundTruth,
        double? positives = null,
        IReadOnlyList<long>? keys = null)
    {
        SetLoss loss = inner.Compute(predictions, groundTruth, positives, keys);
        if (!isPoisoned(++_calls))
        {
            return loss;
        }

        torch.Tensor poison = torch.tensor(float.NaN);
        return loss with { Total = loss.Total * poison, Points = loss.Points * poison };
    }

    public int CountPositives(IEnumerable<ImmutableArray<MapElement>> groundTruth, int queries) => inner.CountPositives(groundTruth, queries);
}
