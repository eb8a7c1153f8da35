using MapDet.Core.Queries;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Queries;

public sealed class MapQueriesTests
{
    [Fact]
    public void Queries_and_gradients_equal_the_original_system()
    {
        using ModelFixture fixture = new("seed_map_queries");
        using InitialWeights weights = InitialWeights.FromSeed(1);
        using MapQueries queries = new(new MapQueryOptions { NumInstances = 3, NumPoints = 4 }, 32, weights);
        fixture.Load(queries);

        torch.Tensor output = queries.Build(2);
        (output * fixture["io.g.queries"]).sum().backward();

        fixture.AssertClose("io.output.queries", output);
        Assert.All(queries.named_parameters(), p => fixture.AssertClose("io.grad." + p.name, p.parameter.grad));
    }

    [Fact]
    public void Queries_with_fixed_point_positions_equal_the_original_system()
    {
        using ModelFixture fixture = new("seed_map_queries");
        using InitialWeights weights = InitialWeights.FromSeed(1);
        using MapQueries queries = new(new MapQueryOptions { NumInstances = 3, NumPoints = 4, UseSinusoidalPointPositions = true }, 32, weights);
        fixture.Load(queries, mayBeLeftOver: name => name == "point_position.weight");

        fixture.AssertClose("io.sinusoidal.output.point_position", SinusoidalPositions.Create(4, 32, torch.CPU));
        fixture.AssertClose("io.sinusoidal.output.queries", queries.Build(1));
    }

    [Fact]
    public void Fixed_point_positions_need_an_even_width()
    {
        using InitialWeights weights = InitialWeights.FromSeed(1);

        MapDetException e = Assert.Throws<MapDetException>(() => new MapQueries(new MapQueryOptions { UseSinusoidalPointPositions = true }, 33, weights));

        Assert.Contains("UseSinusoidalPointPositions", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_of_a_batch_add_up()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using InitialWeights weights = InitialWeights.FromSeed(1);
        using MapQueries queries = new(new MapQueryOptions { NumInstances = 3, NumPoints = 4 }, 32, weights);

        queries.Build(5).sum().backward();

        Assert.All(queries.named_parameters(), p => Assert.NotNull(p.parameter.grad));
        Assert.Equal([5f], queries.get_parameter("instance_content")!.grad!.data<float>().ToArray().Distinct());
        Assert.Equal([15f], queries.get_parameter("point_position.weight")!.grad!.data<float>().ToArray().Distinct());
    }

    [Fact]
    public void Without_point_queries_a_point_has_the_state_of_its_instance_and_its_own_query()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using InitialWeights weights = InitialWeights.FromSeed(1);
        using InitialWeights sameWeights = InitialWeights.FromSeed(1);
        using MapQueries whole = new(new MapQueryOptions { NumInstances = 3, NumPoints = 4 }, 8, weights);
        using MapQueries queries = new(new MapQueryOptions { NumInstances = 3, NumPoints = 4, PointsInLanguageModel = false }, 8, sameWeights);
        torch.Tensor states = torch.randn(2, 9 + 3, 8);

        (torch.Tensor instances, torch.Tensor points) = queries.Split(states);

        torch.Tensor expected = whole.Build(2).unflatten(1, [3, 5]);
        Assert.True(torch.allclose(expected.select(2, 0), queries.Build(2)));
        Assert.True(torch.allclose(states.narrow(1, 9, 3), instances));
        Assert.True(torch.allclose(expected.narrow(2, 1, 4) + instances.unsqueeze(2), points, atol: 1e-6));
    }

    [Theory]
    [InlineData("a", 3, 4)]
    [InlineData("b", 2, 3)]
    public void Hidden_states_are_cut_as_in_the_original_system(string name, int instances, int points)
    {
        using ModelFixture fixture = new("seed_map_queries");
        using InitialWeights weights = InitialWeights.FromSeed(1);
        using MapQueries queries = new(new MapQueryOptions { NumInstances = instances, NumPoints = points }, 10, weights);

        (torch.Tensor instanceFeatures, torch.Tensor pointFeatures) = queries.Split(fixture[$"io.mask_{name}.input.llm_output"]);

        fixture.AssertClose($"io.mask_{name}.output.instance_features", instanceFeatures);
        fixture.AssertClose($"io.mask_{name}.output.point_features", pointFeatures);
    }

    [Theory]
    [InlineData("a", 7, 3, 4)]
    [InlineData("b", 11, 2, 3)]
    public void The_mask_equals_that_of_the_original_system(string name, int prefix, int instances, int points)
    {
        using ModelFixture fixture = new("seed_map_queries");

        torch.Tensor mask = MapAttentionMask.Create(prefix, new MapQueryOptions { NumInstances = instances, NumPoints = points });

        fixture.AssertClose($"io.mask_{name}.output.allowed", mask.to_type(torch.ScalarType.Float32));
    }
}
