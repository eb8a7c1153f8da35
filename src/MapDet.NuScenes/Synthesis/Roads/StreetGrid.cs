namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>
/// Lays out the streets of a town: a grid with uneven spacing, nodes moved at random, some links left out (T junctions, bends) and
/// streets that run through junctions without a kink.
/// </summary>
internal sealed class StreetGrid
{
    private const double Margin = 60;
    private const double NodeJitter = 8;
    private const double RemovedShare = 0.17;

    private static readonly (int Column, int Row)[] Steps = [(1, 0), (0, 1), (-1, 0), (0, -1)];

    private readonly StableRandom _random;
    private readonly int _size;
    private readonly RoadClass[] _columns;
    private readonly RoadClass[] _rows;
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly Vector2D[] _nodes;
    private readonly double[] _twist;
    private readonly bool[,] _linked;

    private StreetGrid(StableRandom random, int size)
    {
        _random = random;
        _size = size;
        _columns = DrawClasses();
        _rows = DrawClasses();
        _x = DrawPositions(_columns);
        _y = DrawPositions(_rows);
        _nodes = new Vector2D[size * size];
        _twist = new double[size * size];
        _linked = new bool[size * size, 4];
    }

    /// <summary>The streets of a town.</summary>
    /// <param name="random">Decides everything.</param>
    /// <param name="size">Nodes a row and a column, at least 4.</param>
    public static StreetPlan Plan(StableRandom random, int size)
    {
        StreetGrid grid = new(random, size);
        grid.PlaceNodes();
        grid.LinkAll();
        grid.RemoveSomeLinks();
        return new StreetPlan([.. grid.Trace()], grid._x[^1] + Margin, grid._y[^1] + Margin);
    }

    private static double HalfWidth(RoadClass roadClass) => roadClass switch
    {
        RoadClass.Side => 3.7,
        RoadClass.Street => 8,
        RoadClass.Avenue => 12,
        RoadClass.Boulevard => 16,
        _ => 5,
    };

    private RoadClass[] DrawClasses()
    {
        RoadClass[] classes = new RoadClass[_size];
        for (int i = 0; i < _size; i++)
        {
            classes[i] = _random.NextDouble() switch
            {
                < 0.36 => RoadClass.Side,
                < 0.76 => RoadClass.Street,
                < 0.87 => RoadClass.Avenue,
                < 0.91 => RoadClass.Boulevard,
                _ => RoadClass.OneWay,
            };
        }

        return classes;
    }

    private double[] DrawPositions(RoadClass[] classes)
    {
        double[] positions = new double[_size];
        positions[0] = Margin;
        for (int i = 1; i < _size; i++)
        {
            positions[i] = positions[i - 1] + _random.Between(62, 92) + HalfWidth(classes[i - 1]) + HalfWidth(classes[i]);
        }

        return positions;
    }

    private void PlaceNodes()
    {
        for (int node = 0; node < _nodes.Length; node++)
        {
            _nodes[node] = new Vector2D(
                _x[node % _size] + _random.Between(-NodeJitter, NodeJitter),
                _y[node / _size] + _random.Between(-NodeJitter, NodeJitter));
            _twist[node] = _random.Between(-0.1, 0.1);
        }
    }

    private void LinkAll()
    {
        for (int node = 0; node < _nodes.Length; node++)
        {
            for (int direction = 0; direction < 4; direction++)
            {
                _linked[node, direction] = Neighbour(node, direction) >= 0;
            }
        }
    }

    private void RemoveSomeLinks()
    {
        List<(int Node, int Direction)> links = [];
        for (int node = 0; node < _nodes.Length; node++)
        {
            for (int direction = 0; direction < 2; direction++)
            {
                if (_linked[node, direction])
                {
                    links.Add((node, direction));
                }
            }
        }

        int left = (int)(RemovedShare * links.Count);
        _random.Shuffle(links);
        foreach ((int node, int direction) in links)
        {
            if (left > 0 && MayLose(node, direction) && MayLose(Neighbour(node, direction), Opposite(direction)))
            {
                SetLink(node, direction, linked: false);
                bool isWhole = Reachable(node).Contains(Neighbour(node, direction));
                SetLink(node, direction, linked: !isWhole);
                left -= isWhole ? 1 : 0;
            }
        }
    }

    private HashSet<int> Reachable(int start)
    {
        HashSet<int> seen = [start];
        Queue<int> open = new(seen);
        while (open.TryDequeue(out int node))
        {
            foreach (int next in Directions(node).Select(direction => Neighbour(node, direction)).Where(seen.Add))
            {
                open.Enqueue(next);
            }
        }

        return seen;
    }

    // Bends are wanted, but not two in a row: streets would get long and a loop could close without a junction.
    private bool MayLose(int node, int direction)
    {
        if (Degree(node) > 3)
        {
            return true;
        }

        return Degree(node) == 3 && Directions(node).All(d => d == direction || Degree(Neighbour(node, d)) > 2);
    }

    private void SetLink(int node, int direction, bool linked)
    {
        _linked[node, direction] = linked;
        _linked[Neighbour(node, direction), Opposite(direction)] = linked;
    }

    private IEnumerable<Street> Trace()
    {
        for (int start = 0; start < _nodes.Length; start++)
        {
            if (Degree(start) < 3)
            {
                continue;
            }

            foreach (int direction in Directions(start))
            {
                (List<int> chain, int arrival) = Follow(start, direction);
                int end = chain[^1];
                bool firstTime = start < end || (start == end && direction < Opposite(arrival));
                if (firstTime)
                {
                    yield return Lay(chain, direction, arrival);
                }
            }
        }
    }

    private (List<int> Chain, int Arrival) Follow(int start, int direction)
    {
        List<int> chain = [start];
        int node = Neighbour(start, direction);
        int arrival = direction;
        chain.Add(node);
        while (Degree(node) == 2)
        {
            int back = Opposite(arrival);
            arrival = Directions(node).First(d => d != back);
            node = Neighbour(node, arrival);
            chain.Add(node);
        }

        return (chain, arrival);
    }

    private Street Lay(List<int> chain, int departure, int arrival)
    {
        List<Vector2D> tangents = [Tangent(chain[0], departure)];
        for (int i = 1; i < chain.Count - 1; i++)
        {
            tangents.Add((_nodes[chain[i + 1]] - _nodes[chain[i - 1]]).Normalized());
        }

        tangents.Add(Tangent(chain[^1], arrival));
        RoadAxis axis = new([.. chain.Select(node => _nodes[node])], tangents);
        return new Street(chain[0], chain[^1], axis, ClassOf(chain[0], departure));
    }

    // Both arms of one grid line share a direction at a node, so that streets run straight through junctions.
    private Vector2D Tangent(int node, int direction)
    {
        int ahead = Neighbour(node, direction);
        int behind = Neighbour(node, Opposite(direction));
        Vector2D along = _nodes[ahead < 0 ? node : ahead] - _nodes[behind < 0 ? node : behind];
        return along.Normalized().Rotated(_twist[node]);
    }

    private RoadClass ClassOf(int node, int direction) => direction % 2 == 0 ? _rows[node / _size] : _columns[node % _size];

    private int Degree(int node) => Directions(node).Count();

    private IEnumerable<int> Directions(int node) => Enumerable.Range(0, 4).Where(direction => _linked[node, direction]);

    private int Neighbour(int node, int direction)
    {
        int column = (node % _size) + Steps[direction].Column;
        int row = (node / _size) + Steps[direction].Row;
        return column < 0 || row < 0 || column >= _size || row >= _size ? -1 : column + (row * _size);
    }

    private static int Opposite(int direction) => (direction + 2) % 4;
}
