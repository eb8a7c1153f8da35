using MapDet.Core.Queries;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Queries;

public sealed class MapQueriesTests
{
    [Fact]
    public void Queries_and_gradients_equal_the_original_system()
    {
        using ModelFixture fixture = new("seed_map_queries");
        using torch.Generator generator = new(1);
        using MapQueries queries = new(new MapQueryOptions { NumInstances = 3, NumPoints = 4 }, 32, generator);
        fixture.Load(queries);

        torch.Tensor output = queries.Build(2);
        (output * fixture["io.g.queries"]).sum().backward();

        fixture.AssertClose("io.output.queries", output);
        Assert.All(queries.named_parameters(), p => fixture.AssertClose("io.grad." + p.name, p.parameter.grad));
    }

    [Theory]
    [InlineData("a", 3, 4)]
    [InlineData("b", 2, 3)]
    public void Hidden_states_are_cut_as_in_the_original_system(string name, int instances, int points)
    {
        using ModelFixture fixture = new("seed_map_queries");
        using torch.Generator generator = new(1);
        using MapQueries queries = new(new MapQueryOptions { NumInstances = instances, NumPoints = points }, 10, generator);

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
