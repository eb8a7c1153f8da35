using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Parity.Losses;

/// <summary>
/// MapTR's losses and their gradients, once from the matching of the file and, where rounding can't change it, once from our own:
/// <c>losses_*.safetensors</c>, whose inputs are in the <c>matcher_*.safetensors</c> of the same ending beside it.
/// </summary>
public sealed class LossesParity : IParityCheck
{
    private const string GivenMatching = "matching given";
    private const string EndToEnd = "end to end";

    // The reference counts edges of every length.
    private static readonly CriterionOptions Options = new() { ShortestEdge = 0 };

    /// <inheritdoc/>
    public string Kind => "losses";

    /// <inheritdoc/>
    public bool Recognizes(ParityFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.IsSafetensors && file.Name.StartsWith("losses_", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(ParityFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        using ParityFile inputs = file.Neighbour("matcher_" + file.Name[(file.Name.LastIndexOf('_') + 1)..]);
        PerceptionRange range = MatcherCase.RangeOf(file);
        ImmutableArray<string> endToEnd = file.List("end_to_end");
        foreach (string name in file.CasesUntil(cancellationToken))
        {
            MatcherCase matcherCase = MatcherCase.Read(inputs, name);
            foreach (ParityResult result in RunCase(file, name, matcherCase, range, endToEnd.Contains(name)))
            {
                yield return result;
            }
        }
    }

    private static IEnumerable<ParityResult> RunCase(ParityFile file, string name, MatcherCase inputs, PerceptionRange range, bool isEndToEnd)
    {
        IEnumerable<ParityResult> given = CompareGiven(file, name, inputs, range);
        return isEndToEnd ? given.Concat(CompareEndToEnd(file, name, inputs, range)) : given;
    }

    private static IEnumerable<ParityResult> CompareGiven(ParityFile file, string name, MatcherCase inputs, PerceptionRange range)
    {
        MatchedTargets targets = ReadTargets(file, name, inputs);
        double normalizer = Math.Max(targets.Rows.shape[0], 1);
        torch.Tensor factor = torch.tensor([(float)normalizer]);
        yield return Deviation.Absolute($"{name}.avg_factor_cls", file.Floats($"{name}.avg_factor_cls", 1), factor, absolute: 0);
        yield return Deviation.Absolute($"{name}.avg_factor_pts", file.Floats($"{name}.avg_factor_pts", 1), factor, absolute: 0);
        foreach (ParityResult result in LossComparison.Compare(
            file,
            name,
            GivenMatching,
            inputs,
            predictions => new SetLossTerms(Options, range).Compute(StackedLayers.Of(predictions), targets, normalizer)))
        {
            yield return result;
        }
    }

    private static IEnumerable<ParityResult> CompareEndToEnd(ParityFile file, string name, MatcherCase inputs, PerceptionRange range)
    {
        SetCriterion criterion = new(Options, range);
        MapPredictions predictions = MatcherCase.Predictions(inputs.Logits, inputs.Points);
        ImmutableArray<ImageMatch> matches = new HungarianMatcher(Options, range).Match(predictions.Final, inputs.Targets);
        yield return Deviation.Different($"{name}.labels", file.Integers($"{name}.labels", inputs.Batch, inputs.Queries), Labels(inputs, matches));
        yield return Deviation.Absolute(
            $"{name}.target_points",
            file.Floats($"{name}.target_points", inputs.Points.shape),
            TargetPoints(inputs, matches),
            absolute: 0,
            measure: EndToEnd);
        foreach (ParityResult result in LossComparison.Compare(file, name, EndToEnd, inputs, p => criterion.Compute(p, inputs.Targets)))
        {
            yield return result;
        }
    }

    private static MatchedTargets ReadTargets(ParityFile file, string name, MatcherCase inputs)
    {
        torch.Tensor labels = file.Integers($"{name}.labels", inputs.Batch, inputs.Queries).flatten();
        for (int row = 0; row < labels.shape[0]; row++)
        {
            file.Index(labels, row, $"{name}.labels", inputs.Classes + 1);
        }

        torch.Tensor rows = labels.IsBelow(inputs.Classes).nonzero().flatten();
        torch.Tensor points = file.Floats($"{name}.target_points", inputs.Points.shape).flatten(0, 1);
        torch.Tensor oneHot = torch.nn.functional.one_hot(labels, inputs.Classes + 1).narrow(1, 0, inputs.Classes).to(torch.float32);
        return new MatchedTargets(rows, oneHot, points.index_select(0, rows), Masks: null, AreFinite: true);
    }

    private static torch.Tensor Labels(MatcherCase inputs, ImmutableArray<ImageMatch> matches)
    {
        long[] labels =
        [
            .. matches.SelectMany((match, image) =>
                match.Target.Select(g => g < 0 ? (long)inputs.Classes : (long)inputs.Targets[image][g].Class)),
        ];
        return torch.tensor(labels, [inputs.Batch, inputs.Queries]);
    }

    private static torch.Tensor TargetPoints(MatcherCase inputs, ImmutableArray<ImageMatch> matches)
    {
        torch.Tensor points = inputs.Points.zeros_like();
        for (int image = 0; image < inputs.Batch; image++)
        {
            foreach ((int g, int q) in matches[image].Target.Select((g, q) => (g, q)).Where(pair => pair.g >= 0))
            {
                float[] order = inputs.Targets[image][g].Orders[matches[image].Order[q]].ToArray();
                points[image, q].copy_(torch.tensor(order, [inputs.PointCount, 2]));
            }
        }

        return points;
    }
}
