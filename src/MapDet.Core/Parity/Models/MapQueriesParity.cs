using System.Text.Json;
using MapDet.Core.Queries;
using TorchSharp;

namespace MapDet.Core.Parity.Models;

/// <summary>Map queries with their gradients, the attention mask, and the cutting of hidden states.</summary>
public sealed class MapQueriesParity() : ModelParity("seed_map_queries")
{
    private protected override IEnumerable<ParityResult> Run(ModelFixture fixture, CancellationToken cancellationToken) =>
        CompareQueries(fixture).Concat(fixture.Setting("masks").EnumerateObject().SelectMany(mask => CompareMask(fixture, mask)));

    private static IEnumerable<ParityResult> CompareQueries(ModelFixture fixture)
    {
        using torch.Generator generator = new(AnySeed);
        using MapQueries queries = new(Options(fixture, fixture.Config), fixture.Int("embed_dim"), generator);
        fixture.Load(queries);
        torch.Tensor weights = fixture.File.Floats("io.g.queries", -1, queries.Options.Total, fixture.Int("embed_dim"));
        torch.Tensor output = queries.Build(weights.shape[0]);
        Backward(output, weights);
        return
        [
            .. fixture.Compare("io.output.queries", output),
            .. queries.named_parameters().SelectMany(p => fixture.Compare("io.grad." + p.name, p.parameter.grad)),
        ];
    }

    private static IEnumerable<ParityResult> CompareMask(ModelFixture fixture, JsonProperty mask)
    {
        string prefix = $"io.mask_{mask.Name}";
        MapQueryOptions options = Options(fixture, mask.Value);
        int before = fixture.Int("text_len", mask.Value) + fixture.Int("scene_len", mask.Value);
        torch.Tensor states = fixture.File.Floats($"{prefix}.input.llm_output", -1, before + options.Total, -1);
        using torch.Generator generator = new(AnySeed);
        using MapQueries queries = new(options, (int)states.shape[2], generator);
        (torch.Tensor instances, torch.Tensor points) = queries.Split(states);
        return
        [
            .. fixture.Compare($"{prefix}.output.allowed", MapAttentionMask.Create(before, options)),
            .. fixture.Compare($"{prefix}.output.instance_features", instances),
            .. fixture.Compare($"{prefix}.output.point_features", points),
        ];
    }

    private static MapQueryOptions Options(ModelFixture fixture, JsonElement settings)
    {
        MapQueryOptions options = new()
        {
            NumInstances = fixture.Int("num_instances", settings),
            NumPoints = fixture.Int("num_points", settings),
        };
        fixture.Check(options);
        return options;
    }
}
