using System.Collections.Immutable;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>Which split each scene is in while splits are made.</summary>
internal sealed class SplitLabels(SceneGraph graph, ImmutableArray<double> shares)
{
    private const int None = -1;

    private readonly int[] _splits = [.. Enumerable.Repeat(None, graph.Scenes.Length)];

    public int Splits => shares.Length;

    /// <summary>The scenes of a split, by index.</summary>
    public int[] Of(int split) => [.. Enumerable.Range(0, _splits.Length).Where(scene => _splits[scene] == split)];

    /// <summary>The scenes of no split.</summary>
    public int[] LeftOut => Of(None);

    /// <summary>How many samples each split wants if so many more are there to be given.</summary>
    public IEnumerable<double> Needs(int further)
    {
        int[] kept = [.. Enumerable.Range(0, Splits).Select(split => graph.Weight(Of(split)))];
        return shares.Select((share, split) => (share * (kept.Sum() + further)) - kept[split]);
    }

    /// <summary>Puts scenes into a split.</summary>
    public void Set(IEnumerable<int> scenes, int split)
    {
        foreach (int scene in scenes)
        {
            _splits[scene] = split;
        }
    }

    /// <summary>Takes scenes out of their splits.</summary>
    public void Clear(IEnumerable<int> scenes) => Set(scenes, None);

    /// <summary>Brings back the scenes left out that are near one split only, or near none; those with the most samples first.</summary>
    public void Readmit()
    {
        foreach (int scene in LeftOut.OrderByDescending(scene => graph.Scenes[scene].Samples).ThenBy(scene => scene))
        {
            SortedSet<int> near = NearSplits(scene);
            if (near.Count <= 1)
            {
                _splits[scene] = near.Count == 1 ? near.Min : Neediest(graph.Scenes[scene].Samples);
            }
        }
    }

    private SortedSet<int> NearSplits(int scene)
    {
        SortedSet<int> near = [];
        foreach (int neighbour in graph.Neighbours(scene))
        {
            if (_splits[neighbour] != None)
            {
                near.Add(_splits[neighbour]);
            }
        }

        return near;
    }

    private int Neediest(int further) => Needs(further).Select((need, split) => (need, split)).MaxBy(pair => pair.need).split;
}
