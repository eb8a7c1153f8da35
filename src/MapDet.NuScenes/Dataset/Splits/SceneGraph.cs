using System.Collections.Immutable;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>Scenes, by index, and which of them are too near each other to be in different splits.</summary>
internal sealed class SceneGraph
{
    private readonly int[][] _neighbours;

    /// <param name="scenes">The scenes.</param>
    /// <param name="separation">Scenes with samples nearer than this are neighbours, metres.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public SceneGraph(ImmutableArray<SceneTrack> scenes, double separation, CancellationToken cancellationToken)
    {
        Scenes = scenes;
        _neighbours = new int[scenes.Length][];
        foreach (IGrouping<string, int> location in Enumerable.Range(0, scenes.Length).GroupBy(scene => scenes[scene].Location))
        {
            STRtree<int> tree = new();
            foreach (int scene in location)
            {
                tree.Insert(scenes[scene].Bounds, scene);
            }

            foreach (int scene in location)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Envelope around = scenes[scene].Bounds.Copy();
                around.ExpandBy(separation);
                _neighbours[scene] = [.. tree.Query(around).Where(other => other != scene && scenes[scene].IsNear(scenes[other], separation)).Order()];
            }
        }
    }

    public ImmutableArray<SceneTrack> Scenes { get; }

    public ReadOnlySpan<int> Neighbours(int scene) => _neighbours[scene];

    /// <summary>Number of samples.</summary>
    public int Weight(IEnumerable<int> scenes) => scenes.Sum(scene => Scenes[scene].Samples);

    /// <summary>The parts that hang together by neighbours among the scenes given, largest first.</summary>
    public IReadOnlyList<int[]> Components(IEnumerable<int> scenes)
    {
        SortedSet<int> waiting = [.. scenes];
        List<int[]> components = [];
        while (waiting.Count > 0)
        {
            components.Add(TakeComponent(waiting));
        }

        return [.. components.OrderByDescending(Weight).ThenBy(component => component[0])];
    }

    private int[] TakeComponent(SortedSet<int> waiting)
    {
        Queue<int> open = new([waiting.Min]);
        waiting.Remove(waiting.Min);
        List<int> found = [];
        while (open.TryDequeue(out int scene))
        {
            found.Add(scene);
            foreach (int neighbour in _neighbours[scene])
            {
                if (waiting.Remove(neighbour))
                {
                    open.Enqueue(neighbour);
                }
            }
        }

        found.Sort();
        return [.. found];
    }
}
