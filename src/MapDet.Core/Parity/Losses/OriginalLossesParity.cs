using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Parity.Losses;

/// <summary>Matching, losses and gradients of the system before this one, its defects included: <c>losses_original.safetensors</c>.</summary>
public sealed class OriginalLossesParity : IParityCheck
{
    private const double CostLimit = 1e-5;
    private const double GradientFraction = 1e-4;

    // The 20 points of a query coincide there, so that all orders cost the same but for rounding.
    private const string CaseWithoutOrders = "collapsed_queries";

    private static readonly CriterionOptions Options = new()
    {
        Kind = CriterionKind.Original,
        Original = new OriginalCriterionOptions { KeepsDefects = true },
    };

    /// <inheritdoc/>
    public string Kind => "losses of the system before";

    /// <inheritdoc/>
    public bool Recognizes(ParityFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file is { IsSafetensors: true, Name: "losses_original" };
    }

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(ParityFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        PerceptionRange range = MatcherCase.RangeOf(file);
        return file.CasesUntil(cancellationToken).SelectMany(name => CompareMatching(file, name, range).Concat(CompareLosses(file, name, range)));
    }

    private static IEnumerable<ParityResult> CompareMatching(ParityFile file, string name, PerceptionRange range)
    {
        OriginalCase inputs = OriginalCase.Read(file, name);
        StackedLayers layers = StackedLayers.Of(inputs.Predictions);
        TargetTensors targets = new OriginalTargetTensors(keepsDefects: true).Of(inputs.Targets, layers);
        PairCosts costs = new OriginalCostCalculator(Options.Original).Compute(layers, targets);
        RowAssignment assignment = RowAssigner.Assign(layers, targets, costs.Total());
        ImmutableArray<ImageMatch> matches = assignment.BySample(layers, targets.Width, costs.Order);
        torch.Tensor best = new OriginalCriterion(Options, range).Match(layers, targets, costs, assignment).Points;
        int first = 0;
        for (int image = 0; image < layers.Batch; image++)
        {
            string prefix = $"{name}.{image}";
            int count = inputs.Targets[image].Length;
            long[] queries = [.. matches[image].Target.Select((g, q) => (g, q)).Where(pair => pair.g >= 0).Select(pair => (long)pair.q)];
            torch.Tensor points = costs.Points[image].narrow(1, 0, count).Times(1 / Options.Original.PointsWeight);
            torch.Tensor total = costs.Total()[image].narrow(1, 0, count);
            yield return Deviation.Absolute($"{prefix}.pts_cost", file.Floats($"{prefix}.pts_cost", points.shape), points, CostLimit);
            yield return Deviation.Absolute($"{prefix}.cost", file.Floats($"{prefix}.cost", total.shape), total, CostLimit);
            yield return Deviation.Different(
                $"{prefix}.pred_index", file.Integers($"{prefix}.pred_index", -1), torch.tensor(queries));
            yield return Deviation.Different(
                $"{prefix}.gt_index",
                file.Integers($"{prefix}.gt_index", -1),
                torch.tensor(queries.Select(q => (long)matches[image].Target[q]).ToArray()));
            if (name != CaseWithoutOrders)
            {
                torch.Tensor expected = file.Floats($"{prefix}.best_gt_lines", -1, layers.PointCount, 2);
                yield return Deviation.Absolute($"{prefix}.best_gt_lines", expected, best.narrow(0, first, queries.Length), absolute: 0);
            }

            first += queries.Length;
        }
    }

    private static IEnumerable<ParityResult> CompareLosses(ParityFile file, string name, PerceptionRange range)
    {
        OriginalCase inputs = OriginalCase.Read(file, name);
        inputs.Predictions.Final.ClassLogits.requires_grad_(true);
        inputs.Predictions.Final.Points.requires_grad_(true);
        StackedLayers layers = StackedLayers.Of(inputs.Predictions);
        MatchedTargets given = inputs.ReadMatching(file, name);
        SetLoss loss = new OriginalLossTerms(Options, range).Compute(layers, given, Math.Max(given.Rows.shape[0], 1));
        IEnumerable<ParityResult> fromGiven = CompareLosses(file, name, inputs, loss, "matching given");
        return name == CaseWithoutOrders
            ? fromGiven
            : fromGiven.Concat(CompareLosses(file, name, inputs, new OriginalCriterion(Options, range).Compute(inputs.Predictions, inputs.Targets), "end to end"));
    }

    private static IEnumerable<ParityResult> CompareLosses(ParityFile file, string name, OriginalCase inputs, SetLoss loss, string measure)
    {
        (torch.Tensor logits, torch.Tensor lines) = (inputs.Predictions.Final.ClassLogits, inputs.Predictions.Final.Points);
        OriginalCriterionOptions weights = Options.Original;
        yield return LossComparison.CompareLoss(file, $"{name}.loss_cls", loss.Classification.Times(1 / weights.ClassWeight), measure);
        yield return LossComparison.CompareLoss(file, $"{name}.loss_pts", loss.Points.Times(1 / weights.PointsWeight), measure);
        yield return LossComparison.CompareLoss(file, $"{name}.loss_dir", loss.Direction.Times(1 / weights.DirectionWeight), measure);
        yield return LossComparison.CompareLoss(file, $"{name}.loss_total", loss.Total, measure);
        yield return Deviation.OfLargest(
            $"{name}.grad_logits", file.Floats($"{name}.grad_logits", logits.shape), LossComparison.Gradient(loss.Total, logits), GradientFraction, measure);
        if (LossComparison.HasPointGradients(name))
        {
            yield return Deviation.OfLargest(
                $"{name}.grad_lines", file.Floats($"{name}.grad_lines", lines.shape), LossComparison.Gradient(loss.Total, lines), GradientFraction, measure);
        }
    }
}
