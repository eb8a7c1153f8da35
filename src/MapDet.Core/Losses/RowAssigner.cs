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
    private readonly long[] _labels;
    private readonly List<long> _rows = [];
    private readonly List<long> _chosen = [];
    private readonly List<long> _pairs = [];
    private readonly ImmutableArray<PredictionFault>.Builder _faults = ImmutableArray.CreateBuilder<PredictionFault>();

    private RowAssigner(StackedLayers layers, TargetTensors targets)
    {
        _layers = layers;
        _targets = targets;
        _labels = new long[layers.Rows];
        Array.Fill(_labels, layers.Classes);
    }

    /// <summary>Assigns ground truths to rows at the least total cost. Rows with NaN or infinity are the last to be paired, and reported.</summary>
    /// <param name="layers">Predictions.</param>
    /// <param name="targets">Ground truth.</param>
    /// <param name="costs">[B, L N, G].</param>
    public static RowAssignment Assign(StackedLayers layers, TargetTensors targets, torch.Tensor costs)
    {
        float[] values = ReadBack(layers, costs);
        int stride = targets.Width + 1;
        RowAssigner assigner = new(layers, targets);
        for (int layer = 0; layer < layers.Count; layer++)
        {
            for (int sample = 0; sample < layers.Batch; sample++)
            {
                int first = ((sample * layers.Count) + layer) * layers.Queries;
                assigner.Add(layer, sample, first, values.AsSpan(first * stride, layers.Queries * stride));
            }
        }

        return new RowAssignment(assigner._labels, [.. assigner._rows], [.. assigner._chosen], [.. assigner._pairs], assigner._faults.ToImmutable());
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
        int[] target = LinearAssignment.Solve(costs, _layers.Queries, classes.Length, width + 1);
        int firstRow = ((layer * _layers.Batch) + sample) * _layers.Queries;
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
}
