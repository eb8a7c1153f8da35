namespace MapDet.Core.Losses;

/// <summary>What the losses compare with: classes of all rows, and points and edges of the M matched ones.</summary>
internal sealed class CriterionTargets
{
    private readonly int _queries;
    private readonly int _classes;
    private readonly int _points;
    private int _added;

    /// <summary>Makes room.</summary>
    /// <param name="count">M.</param>
    /// <param name="layers">R rows of C classes and P points.</param>
    /// <param name="arePredictionsFinite">False if a prediction holds NaN or infinity.</param>
    public CriterionTargets(int count, StackedLayers layers, bool arePredictionsFinite)
    {
        _queries = layers.Queries;
        _classes = layers.Classes;
        _points = layers.PointCount;
        ArePredictionsFinite = arePredictionsFinite;
        Classes = new float[layers.Count * layers.Batch * layers.Queries * _classes];
        Rows = new long[count];
        UnitPoints = new float[count * _points * 2];
        Edges = new float[count * (_points - 1) * 2];
    }

    /// <summary>M.</summary>
    public int Count => Rows.Length;

    /// <summary>False if a prediction holds NaN or infinity, matched or not.</summary>
    public bool ArePredictionsFinite { get; }

    /// <summary>[R, C] one-hot, all 0 for background.</summary>
    public float[] Classes { get; }

    /// <summary>[M] the matched rows.</summary>
    public long[] Rows { get; }

    /// <summary>[M, P, 2] in [0, 1].</summary>
    public float[] UnitPoints { get; }

    /// <summary>[M, P - 1, 2] from each point to the next, metres.</summary>
    public float[] Edges { get; }

    /// <summary>Adds the matched queries of one image, whose rows begin at <paramref name="firstRow"/>.</summary>
    public void Add(int firstRow, ImageMatch match, IReadOnlyList<MatchTarget> targets)
    {
        for (int q = 0; q < _queries; q++)
        {
            if (match.Target[q] >= 0)
            {
                Add(firstRow + q, targets[match.Target[q]], match.Order[q]);
            }
        }
    }

    private void Add(int row, MatchTarget target, int order)
    {
        Rows[_added] = row;
        Classes[(row * _classes) + (int)target.Class] = 1;
        target.Unit(order).CopyTo(UnitPoints.AsSpan(_added * _points * 2));
        ReadOnlySpan<float> metres = target.Orders[order];
        Span<float> edges = Edges.AsSpan(_added * (_points - 1) * 2, (_points - 1) * 2);
        for (int i = 0; i < edges.Length; i++)
        {
            edges[i] = metres[i + 2] - metres[i];
        }

        _added++;
    }
}
