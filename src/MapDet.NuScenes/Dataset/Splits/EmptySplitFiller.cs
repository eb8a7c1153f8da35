using MapDet.Core;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>Sees to it that every split has scenes, even where the layout leaves little choice.</summary>
internal sealed class EmptySplitFiller(SceneGraph graph, CutSearch cuts)
{
    /// <summary>Gives every empty split a region of another one.</summary>
    /// <exception cref="MapDetException">There are too few places that lie apart.</exception>
    public void Fill(SplitLabels labels, GeographicSplitOptions options, CancellationToken cancellationToken)
    {
        for (int split = 0; split < labels.Splits; split++)
        {
            if (labels.Of(split).Length == 0 && !TryMoveRegion(labels, split) && !TryCutRegion(labels, split, cancellationToken))
            {
                int places = graph.Components(Enumerable.Range(0, graph.Scenes.Length)).Count;
                throw new MapDetException(FormattableString.Invariant(
                    $"Geographic splits: no scenes were found for '{options.Shares[split].Name}': the {graph.Scenes.Length} scenes form {places} places that are {options.Separation:0.#} m or more apart, and cutting them leaves a part empty. Ask for fewer splits or a smaller separation."));
            }
        }
    }

    private bool TryMoveRegion(SplitLabels labels, int split)
    {
        double need = labels.Needs(0).ElementAt(split);
        int[]? region = Enumerable.Range(0, labels.Splits)
            .Select(donor => graph.Components(labels.Of(donor)))
            .Where(regions => regions.Count > 1)
            .SelectMany(regions => regions)
            .MinBy(scenes => Math.Abs(graph.Weight(scenes) - need));
        if (region is not null)
        {
            labels.Set(region, split);
        }

        return region is not null;
    }

    private bool TryCutRegion(SplitLabels labels, int split, CancellationToken cancellationToken)
    {
        double need = labels.Needs(0).ElementAt(split);
        foreach (int[] region in Enumerable.Range(0, labels.Splits).SelectMany(donor => graph.Components(labels.Of(donor))).OrderByDescending(graph.Weight))
        {
            if (cuts.Best(region, Math.Min(0.5, need / graph.Weight(region)), cancellationToken) is { } cut)
            {
                labels.Clear(region.Except(cut.First).Except(cut.Second));
                labels.Set(cut.First, split);
                return true;
            }
        }

        return false;
    }
}
