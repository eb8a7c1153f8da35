namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>
/// Gives the regions of a location to splits: whole where a split has need for all of it, or where cutting would lose more samples than
/// the surplus is worth; cut otherwise, in the order of splits that costs least.
/// </summary>
internal sealed class RegionPlacer(SceneGraph graph, CutSearch cuts)
{
    /// <summary>Places scenes.</summary>
    /// <param name="scenes">Scenes that are near no scene placed before, except of the same split.</param>
    /// <param name="start">What has been placed before.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public Placement Place(IEnumerable<int> scenes, Placement start, CancellationToken cancellationToken)
    {
        Placement placement = start;
        foreach (int[] region in graph.Components(scenes))
        {
            placement = PlaceRegion(region, placement, cancellationToken);
        }

        return placement;
    }

    private Placement PlaceRegion(int[] region, Placement start, CancellationToken cancellationToken)
    {
        int samples = graph.Weight(region);
        int neediest = start.Neediest;
        double left = start.Needs[neediest] - samples;
        Placement best = start.With(region, neediest, left, Math.Max(0, -left));
        if (left >= 0)
        {
            return best;
        }

        for (int split = 0; split < start.Needs.Length; split++)
        {
            double need = start.Needs[split];
            if (need > 0 && need < samples && cuts.Best(region, need / samples, cancellationToken) is { } cut && start.Cost + cut.Cost < best.Cost)
            {
                // What the split lacks after the cut is lost: it may not ask for another piece of this region.
                Placement candidate = Place(cut.Second, start.With(cut.First, split, 0, cut.Cost), cancellationToken);
                best = candidate.Cost < best.Cost ? candidate : best;
            }
        }

        return best;
    }
}
