using System.Collections.Immutable;
using MapDet.NuScenes.Synthesis.Roads;

namespace MapDet.NuScenes.Synthesis.Drives;

/// <summary>Spreads drives over the lanes of a town, so that they repeat a place as late as possible.</summary>
internal sealed class RoutePlanner
{
    private const int Attempts = 50;

    private readonly LaneNetwork _lanes;
    private readonly StableRandom _random;
    private readonly List<(int Lane, double Offset)> _starts;
    private int _used;

    /// <summary>A planner for drives of about the same length.</summary>
    public RoutePlanner(Town town, double length, StableRandom random)
    {
        _lanes = town.Lanes;
        _random = random;
        _starts = Starts(Math.Max(25, length));
    }

    /// <summary>The next route, at least as long as asked for.</summary>
    public Route Next(double length)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            (int lane, double offset) = _starts[_used++ % _starts.Count];
            List<int> path = [lane];
            if (Extend(path, offset + length - _lanes.Paths[lane].Length))
            {
                return new Route(Cut(path, offset));
            }
        }

        throw new InvalidOperationException($"No lane of the town leads on for {length:F0} m.");
    }

    // One lane of every carriageway first, then a second one: neighbouring lanes look much the same.
    private List<(int Lane, double Offset)> Starts(double spacing)
    {
        Dictionary<(int, int, int), List<int>> carriageways = [];
        foreach (LanePath path in _lanes.Paths)
        {
            if (path.Place is LanePlace place)
            {
                (int, int, int) key = (place.Road, place.Section, place.Carriageway);
                carriageways.TryAdd(key, []);
                carriageways[key].Add(path.Index);
            }
        }

        List<List<int>> groups = [.. carriageways.Values];
        groups.ForEach(_random.Shuffle);
        List<(int Lane, double Offset)> starts = [];
        for (int round = 0; round < groups.Max(group => group.Count); round++)
        {
            List<(int Lane, double Offset)> starting = [];
            foreach (int lane in groups.Where(group => group.Count > round).Select(group => group[round]))
            {
                double first = _random.Between(0, Math.Min(spacing, _lanes.Paths[lane].Length));
                for (double offset = first; offset < _lanes.Paths[lane].Length; offset += spacing)
                {
                    starting.Add((lane, offset));
                }
            }

            _random.Shuffle(starting);
            starts.AddRange(starting);
        }

        return starts;
    }

    private bool Extend(List<int> path, double missing)
    {
        if (missing <= 0)
        {
            return true;
        }

        List<int> next = [.. _lanes.Next[path[^1]]];
        _random.Shuffle(next);
        foreach (int candidate in next)
        {
            path.Add(candidate);
            if (Extend(path, missing - _lanes.Paths[candidate].Length))
            {
                return true;
            }

            path.RemoveAt(path.Count - 1);
        }

        return false;
    }

    private IEnumerable<Vector2D> Cut(List<int> path, double offset)
    {
        IEnumerable<Vector2D> line = path.SelectMany((lane, i) => i == 0 ? _lanes.Paths[lane].Centre : _lanes.Paths[lane].Centre.Skip(1));
        ImmutableArray<Vector2D> points = [.. line];
        double passed = 0;
        int first = 0;
        while (first < points.Length - 2 && passed + points[first].DistanceTo(points[first + 1]) < offset)
        {
            passed += points[first].DistanceTo(points[first + 1]);
            first++;
        }

        double share = (offset - passed) / points[first].DistanceTo(points[first + 1]);
        return [Vector2D.Lerp(points[first], points[first + 1], share), .. points.Skip(first + 1)];
    }
}
