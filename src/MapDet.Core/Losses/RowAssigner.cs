using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>
/// Solves the assignments of a batch on the CPU, one a sample and layer. The costs come over in one transfer, and nothing else does.
/// </summary>
internal sealed class RowAssigner
{
    // More than any pair of finite predictions costs, small enough for exact sums in float64.
    private const double CostOfNonFinite = 1e9;

    private readonly StackedLayers _layers;
    private readonly TargetTensors _targets;
    private readonly OneToManyOptions _oneToMany;
    private readonly float[] _weights;
    private readonly long[] _labels;
    private readonly List<long> _rows = [];
    private readonly List<long> _chosen = [];
    private readonly List<long> _pairs = [];
    private readonly ImmutableArray<PredictionFault>.Builder _faults = ImmutableArray.CreateBuilder<PredictionFault>();

    private RowAssigner(StackedLayers layers, TargetTensors targets, OneToManyOptions oneToMany)
    {
        _layers = layers;
        _targets = targets;
        _oneToMany = oneToMany;
        _weights = new float[layers.Rows];
        _labels = new long[layers.Rows];
        Array.Fill(_labels, layers.Classes);
    }

    /// <summary>Assigns ground truths to rows at the least total cost. Rows with NaN or infinity are the last to be paired, and reported.</summary>
    /// <param name="layers">Predictions.</param>
    /// <param name="targets">Ground truth.</param>
    /// <param name="costs">[B, L N, G].</param>
    /// <param name="oneToMany">Where a ground truth gets several rows; null: nowhere.</param>
    public static RowAssignment Assign(StackedLayers layers, TargetTensors targets, torch.Tensor costs, OneToManyOptions? oneToMany = null)
    {
        float[] values = ReadBack(layers, costs);
        int stride = targets.Width + 1;
        RowAssigner assigner = new(layers, targets, oneToMany ?? new OneToManyOptions());
        for (int layer = 0; layer < layers.Count; layer++)
        {
            for (int sample = 0; sample < layers.Batch; sample++)
            {
                int first = ((sample * layers.Count) + layer) * layers.Queries;
                assigner.Add(layer, sample, first, values.AsSpan(first * stride, layers.Queries * stride));
            }
        }

        return new RowAssignment(
            assigner._labels, [.. assigner._rows], [.. assigner._chosen], [.. assigner._pairs], assigner._faults.ToImmutable(), assigner._weights);
    }

    /// <summary>[B, L N, G + 1]: costs, all finite, and 1 for a row of finite predictions, else 0.</summary>
    private static float[] ReadBack(StackedLayers layers, torch.Tensor costs)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor isFinite = layers.BySample(layers.AreFinite()).unsqueeze(2);
        torch.Tensor finite = costs.nan_to_num(CostOfNonFinite, CostOfNonFinite, -CostOfNonFinite)
            .FilledWhere(isFinite.logical_not(), CostOfNonFinite)
            .Within(-CostOfNonFinite, CostOfNonFinite);
        return torch.cat([finite, isFinite.to(torch.float32)], dim: 2).cpu().data<float>().ToArray();
    }

    private void Add(int layer, int sample, int firstPrediction, ReadOnlySpan<float> costs)
    {
        int width = _targets.Width;
        ImmutableArray<int> classes = _targets.Classes[sample];
        int repeats = _oneToMany.RepeatsOf(layer, _layers.Count, _layers.Queries, classes.Length);
        int[] target = Solve(costs, classes.Length, repeats);
        int firstRow = ((layer * _layers.Batch) + sample) * _layers.Queries;
        _weights.AsSpan(firstRow, _layers.Queries).Fill(1f / repeats);
        bool isFinite = true;
        for (int q = 0; q < target.Length; q++)
        {
            isFinite &= costs[(q * (width + 1)) + width] != 0;
            if (target[q] >= 0)
            {
                _labels[firstRow + q] = classes[target[q]];
                _rows.Add(firstRow + q);
                _chosen.Add((sample * width) + target[q]);
                _pairs.Add(((firstPrediction + q) * width) + target[q]);
            }
        }

        if (!isFinite)
        {
            _faults.Add(new PredictionFault(layer, sample));
        }
    }

    /// <summary>The ground truth of each query, -1 for background.</summary>
    private int[] Solve(ReadOnlySpan<float> costs, int groundTruths, int repeats)
    {
        int stride = _targets.Width + 1;
        if (repeats == 1)
        {
            return LinearAssignment.Solve(costs, _layers.Queries, groundTruths, stride);
        }

        int columns = groundTruths * repeats;
        float[] repeated = new float[_layers.Queries * columns];
        for (int i = 0; i < repeated.Length; i++)
        {
            (int query, int column) = Math.DivRem(i, columns);
            repeated[i] = costs[(query * stride) + (column % groundTruths)];
        }

        return [.. LinearAssignment.Solve(repeated, _layers.Queries, columns).Select(column => column < 0 ? column : column % groundTruths)];
    }
}
