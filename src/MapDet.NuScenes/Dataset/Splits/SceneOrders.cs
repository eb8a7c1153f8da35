using MapDet.Core.Geometry;
using MapDet.NuScenes.Synthesis;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>
/// Ways to line up the scenes of a region so that the first ones are a region of their own: along straight lines of several directions,
/// and by the way from a scene at the rim along the scenes between, which follows roads around corners.
/// </summary>
internal sealed class SceneOrders(SceneGraph graph, long seed)
{
    private const int Directions = 24;

    /// <summary>The orders of a connected region, each a permutation of it.</summary>
    public IReadOnlyList<int[]> Of(int[] region)
    {
        double turn = StableRandom.For(seed, "directions").NextDouble();
        int[][] straight =
        [
            .. Enumerable.Range(0, Directions).Select(i => Sort(region, Projection((i + turn) * Math.PI / Directions))),
        ];
        IEnumerable<int[]> alongScenes = straight.Select(order => order[0]).Distinct().Select(rim => Sort(region, Ways(region, rim)));
        return [.. straight, .. alongScenes];
    }

    private static int[] Sort(int[] region, Func<int, double> key) => [.. region.OrderBy(key).ThenBy(scene => scene)];

    private Func<int, double> Projection(double angle)
    {
        (double sin, double cos) = Math.SinCos(angle);
        return scene => (cos * graph.Scenes[scene].Centre.X) + (sin * graph.Scenes[scene].Centre.Y);
    }

    // Dijkstra: the length of the shortest way over the centres of neighbours.
    private Func<int, double> Ways(int[] region, int start)
    {
        HashSet<int> inside = [.. region];
        Dictionary<int, double> settled = [];
        PriorityQueue<int, (double Length, int Scene)> open = new([(start, (0, start))]);
        while (open.TryDequeue(out int scene, out (double Length, int Scene) way))
        {
            if (!settled.TryAdd(scene, way.Length))
            {
                continue;
            }

            Point2 centre = graph.Scenes[scene].Centre;
            foreach (int next in graph.Neighbours(scene))
            {
                if (inside.Contains(next) && !settled.ContainsKey(next))
                {
                    open.Enqueue(next, (way.Length + centre.DistanceTo(graph.Scenes[next].Centre), next));
                }
            }
        }

        return scene => settled[scene];
    }
}
