using System.Text.Json;
using MapDet.Core.Decoding;
using MapDet.Core.Decoding.Refinement;
using MapDet.Core.Queries;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Parity.Models;

/// <summary>The refinement decoder of the original system: all outputs, and gradients by its inputs.</summary>
public sealed class MapDecoderParity() : ModelParity("seed_map_decoder")
{
    private const string AllOutputs = "all";

    private protected override IEnumerable<ParityResult> Run(ModelFixture fixture, CancellationToken cancellationToken)
    {
        int width = fixture.Config.WholeNumber("LLM_HIDDEN_SIZE");
        MapQueryOptions queries = new() { NumInstances = fixture.Config.WholeNumber("NUM_QUERIES"), NumPoints = fixture.Config.WholeNumber("NUM_POINTS_PER_INSTANCE") };
        DecoderOptions options = Options(fixture);
        fixture.Config.Check(options);
        fixture.Config.Check(options.Refinement);
        fixture.Config.Check(queries);
        fixture.Config.CheckHeads(options.HiddenSize, options.NumAttentionHeads);
        using InitialWeights weights = InitialWeights.Unset();
        using RefinementMapDecoder decoder = new(options, queries, width, weights);
        decoder.eval();
        fixture.Load(decoder);
        torch.Tensor instances = fixture.File.Floats("io.input.instance_features", -1, queries.NumInstances, width).requires_grad_();
        torch.Tensor points = fixture.File.Floats("io.input.point_features", -1, queries.NumInstances, queries.NumPoints, width).requires_grad_();
        Dictionary<string, torch.Tensor> outputs = Outputs(decoder.Refine(instances, points));
        return
        [
            .. outputs.SelectMany(output => fixture.Compare($"io.output.{output.Key}", output.Value)),
            .. fixture.Between("io.grad_", ".instance_features").SelectMany(name => CompareGradients(fixture, name, outputs, instances, points, cancellationToken)),
        ];
    }

    /// <summary>Gradients of sum(output * g), of one output or of all together.</summary>
    private static IEnumerable<ParityResult> CompareGradients(
        ModelFixture fixture,
        string name,
        Dictionary<string, torch.Tensor> outputs,
        torch.Tensor instances,
        torch.Tensor points,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        KeyValuePair<string, torch.Tensor>[] summed = [.. outputs.Where(output => name == AllOutputs || output.Key == name)];
        if (summed.Length == 0)
        {
            throw new InvalidInputException(fixture.File.Path, "the decoder has no such output", $"io.grad_{name}.instance_features");
        }

        instances.grad?.zero_();
        points.grad?.zero_();
        torch.Tensor[] terms = [.. summed.Select(output => (output.Value * fixture.File.Floats($"io.g.{output.Key}", output.Value.shape)).sum())];
        torch.stack(terms).sum().backward(retain_graph: true);
        string ofPoints = $"io.grad_{name}.point_features";
        return
        [
            .. fixture.Compare($"io.grad_{name}.instance_features", instances.grad),
            .. fixture.File.Tensors.Contains(ofPoints) ? fixture.Compare(ofPoints, points.grad) : [],
        ];
    }

    private static Dictionary<string, torch.Tensor> Outputs(RefinedPolylines refined)
    {
        Dictionary<string, torch.Tensor> outputs = new(StringComparer.Ordinal)
        {
            ["class_logits"] = refined.ClassLogits,
            ["points"] = refined.Points,
            ["bbox"] = refined.Boxes,
            ["init_points"] = refined.InitialPoints,
            ["intermediate_points.0"] = refined.InitialPoints,
        };
        for (int i = 0; i < refined.RefinedPoints.Length; i++)
        {
            outputs[$"intermediate_points.{i + 1}"] = refined.RefinedPoints[i];
        }

        return outputs;
    }

    private static DecoderOptions Options(ModelFixture fixture)
    {
        int[] reduction = Widths(fixture, "MLP_REDUCTION_DIMS");
        int width = fixture.Config.WholeNumber("SHARED_FEATURE_DIM");
        if (reduction.Length == 0 || reduction[^1] != width)
        {
            throw fixture.Config.Bad($"does not end in SHARED_FEATURE_DIM, {width}", "MLP_REDUCTION_DIMS");
        }

        return new DecoderOptions
        {
            Kind = DecoderKind.Refinement,
            HiddenSize = width,
            NumLayers = fixture.Config.WholeNumber("num_layers"),
            NumAttentionHeads = fixture.Config.WholeNumber("num_heads"),
            Refinement = new RefinementOptions
            {
                InstanceReductionSizes = [.. reduction.SkipLast(1)],
                PointReductionSize = fixture.Config.WholeNumber("point_reducer_hidden_dim"),
                CoordinateSize = fixture.Config.WholeNumber("coord_dim"),
                OrderSize = fixture.Config.WholeNumber("order_dim"),
                OffsetHiddenSize = fixture.Config.WholeNumber("refine_hidden_dim"),
            },
        };
    }

    private static int[] Widths(ModelFixture fixture, string name)
    {
        JsonElement list = fixture.Config.Setting(name);
        return list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(w => w.ValueKind == JsonValueKind.Number && w.TryGetInt32(out int width) && width > 0)
            ? [.. list.EnumerateArray().Select(w => w.GetInt32())]
            : throw fixture.Config.Bad("is no list of widths", name);
    }
}
