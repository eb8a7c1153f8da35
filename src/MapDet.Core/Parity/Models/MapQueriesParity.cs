using MapDet.Core.Queries;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Parity.Models;

/// <summary>Map queries with their gradients, the attention mask, and the cutting of hidden states.</summary>
public sealed class MapQueriesParity() : ModelParity("seed_map_queries")
{
    private protected override IEnumerable<ParityResult> Run(ModelFixture fixture, CancellationToken cancellationToken) =>
        CompareQueries(fixture).Concat(fixture.Config.Section("masks").Root.EnumerateObject().SelectMany(mask => CompareMask(fixture, mask.Name)));

    private static IEnumerable<ParityResult> CompareQueries(ModelFixture fixture)
    {
        using InitialWeights weights = InitialWeights.Unset();
        using MapQueries queries = new(Options(fixture.Config), fixture.Config.WholeNumber("embed_dim"), weights);
        fixture.Load(queries);
        torch.Tensor factors = fixture.File.Floats("io.g.queries", -1, queries.Options.Total, fixture.Config.WholeNumber("embed_dim"));
        torch.Tensor output = queries.Build(factors.shape[0]);
        Backward(output, factors);
        return
        [
            .. fixture.Compare("io.output.queries", output),
            .. queries.named_parameters().SelectMany(p => fixture.Compare("io.grad." + p.name, p.parameter.grad)),
        ];
    }

    private static IEnumerable<ParityResult> CompareMask(ModelFixture fixture, string name)
    {
        string prefix = $"io.mask_{name}";
        ModelConfiguration mask = fixture.Config.Section("masks").Section(name);
        MapQueryOptions options = Options(mask);
        int before = mask.WholeNumber("text_len") + mask.WholeNumber("scene_len");
        torch.Tensor states = fixture.File.Floats($"{prefix}.input.llm_output", -1, before + options.Total, -1);
        using InitialWeights weights = InitialWeights.Unset();
        using MapQueries queries = new(options, (int)states.shape[2], weights);
        (torch.Tensor instances, torch.Tensor points) = queries.Split(states);
        return
        [
            .. fixture.Compare($"{prefix}.output.allowed", MapAttentionMask.Create(before, options)),
            .. fixture.Compare($"{prefix}.output.instance_features", instances),
            .. fixture.Compare($"{prefix}.output.point_features", points),
        ];
    }

    private static MapQueryOptions Options(ModelConfiguration settings)
    {
        MapQueryOptions options = new() { NumInstances = settings.WholeNumber("num_instances"), NumPoints = settings.WholeNumber("num_points") };
        settings.Check(options);
        return options;
    }
}
