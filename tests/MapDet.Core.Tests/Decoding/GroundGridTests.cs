using MapDet.Core.Decoding;
using MapDet.Core.Geometry;
using TorchSharp;

namespace MapDet.Core.Tests.Decoding;

public sealed class GroundGridTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    [Fact]
    public void Every_place_of_the_range_lies_near_a_place_of_the_grid()
    {
        PerceptionRange range = PerceptionRange.Default;
        GroundGrid grid = new(range, new GroundViewOptions());
        torch.Tensor places = grid.Places(torch.CPU).flatten(0, 1);
        torch.Tensor anywhere = (torch.rand(500, 2) - 0.5) * torch.tensor(new[] { (float)range.Width, (float)range.Length });

        torch.Tensor nearest = torch.cdist(anywhere, places).amin([1]);

        Assert.Equal((15, 15, 8), (grid.Columns, grid.Rows, grid.PlacesPerCell));
        Assert.True(nearest.max().item<float>() <= Math.Sqrt(0.5) + 1e-5);
    }

    [Fact]
    public void A_range_that_is_no_multiple_of_the_cells_is_covered_evenly_beyond_its_borders()
    {
        PerceptionRange range = new(-10, 0, -2, 15, 50, 2);
        GroundGrid grid = new(range, new GroundViewOptions { Spacing = 1.5, PlacesAcross = 2, PlacesAlong = 3 });
        torch.Tensor places = grid.Places(torch.CPU).flatten(0, 1);

        Assert.Equal((9, 12), (grid.Columns, grid.Rows));
        Assert.Equal([2.5f, 25f], places.mean([0]).data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.True(places.amin([0])[0].item<float>() <= -10 + 0.75);
        Assert.True(places.amax([0])[1].item<float>() >= 50 - 0.75);
    }

    [Fact]
    public void A_cell_has_its_middle_in_the_middle_of_its_places()
    {
        PerceptionRange range = PerceptionRange.Default;
        GroundGrid grid = new(range, new GroundViewOptions());
        torch.Tensor halfSize = torch.tensor(new[] { (float)range.Width / 2, (float)range.Length / 2 });

        torch.Tensor difference = (grid.Centers(torch.CPU) * halfSize) - grid.Places(torch.CPU).mean([1]);

        Assert.True(difference.abs().max().item<float>() < 1e-4);
    }

    public void Dispose() => _scope.Dispose();
}
