namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>Looks for the cut of a region that loses few samples and comes near the wanted sizes.</summary>
internal sealed class CutSearch(SceneGraph graph, long seed)
{
    private const double Slack = 0.1;
    private const int PlacesTried = 16;

    private readonly SceneOrders _orders = new(graph, seed);
    private readonly ConflictCover _conflicts = new(graph);

    /// <summary>The best cut found, or null if every one leaves a part empty.</summary>
    /// <param name="region">A connected region.</param>
    /// <param name="share">The part of its kept samples that the first part is to have, between 0 and 1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public SceneCut? Best(int[] region, double share, CancellationToken cancellationToken)
    {
        SceneCut? best = null;
        foreach (int[] order in _orders.Of(region))
        {
            foreach (int[] directed in new[] { order, [.. order.Reverse()] })
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (int length in Lengths(directed, share))
                {
                    SceneCut? cut = Cut(directed, length, share);
                    best = cut is not null && (best is null || cut.Cost < best.Cost) ? cut : best;
                }
            }
        }

        return best;
    }

    /// <summary>Lengths of first parts whose size is about the wanted one, at most <see cref="PlacesTried"/> of them, the nearest among them.</summary>
    private IEnumerable<int> Lengths(int[] order, double share)
    {
        if (order.Length < 2)
        {
            return [];
        }

        double[] sizes = new double[order.Length];
        double sum = 0;
        double all = graph.Weight(order);
        for (int i = 0; i < order.Length; i++)
        {
            sizes[i] = sum / all;
            sum += graph.Scenes[order[i]].Samples;
        }

        int nearest = Enumerable.Range(1, order.Length - 1).MinBy(length => Math.Abs(sizes[length] - share));
        int[] near = [.. Enumerable.Range(1, order.Length - 1).Where(length => Math.Abs(sizes[length] - share) <= Slack)];
        int step = Math.Max(1, (int)Math.Ceiling((double)near.Length / PlacesTried));
        return near.Where(length => (length - nearest) % step == 0).Append(nearest).Distinct();
    }

    private SceneCut? Cut(int[] order, int length, double share)
    {
        HashSet<int> lost = _conflicts.Of(order.AsSpan(0, length), order.AsSpan(length));
        int[] first = [.. order.Take(length).Where(scene => !lost.Contains(scene))];
        int[] second = [.. order.Skip(length).Where(scene => !lost.Contains(scene))];
        if (first.Length == 0 || second.Length == 0)
        {
            return null;
        }

        double kept = graph.Weight(first) + graph.Weight(second);
        double surplus = Math.Abs((graph.Weight(first) / kept) - share) * graph.Weight(order);
        return new SceneCut(first, second, graph.Weight(lost) + surplus);
    }
}
