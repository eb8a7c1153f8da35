using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Geometry;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Decoding;

public sealed class CameraFeatureSamplerTests : IDisposable
{
    private const int Width = 64;
    private const int Height = 40;
    private const int Stride = 4;
    private const int Rows = Height / Stride;
    private const int Columns = Width / Stride;
    private const int Cameras = 6;
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Generator _generator = new(5);

    [Fact]
    public void A_place_gets_the_pixel_that_the_camera_model_projects_it_to()
    {
        // A map that holds its own coordinates: bilinear sampling must give them back exactly.
        torch.Tensor x = (torch.arange(Columns, dtype: torch.ScalarType.Float32) + 0.5) * Stride;
        torch.Tensor y = (torch.arange(Rows, dtype: torch.ScalarType.Float32) + 0.5) * Stride;
        torch.Tensor xs = x.unsqueeze(0).expand(Rows * Cameras, -1);
        torch.Tensor ys = y.repeat(Cameras).unsqueeze(1).expand(-1, Columns);
        torch.Tensor cameras = torch.arange(Cameras, dtype: torch.ScalarType.Float32).repeat_interleave(Rows).unsqueeze(1).expand(-1, Columns);
        torch.Tensor map = torch.stack([xs, ys, cameras], 0).unsqueeze(0);
        CameraFeatureSampler sampler = new(map, RigTensors.Projections(1, Width, Height), Height, Width);
        Point2[] places = [new(0.5, 12), new(6, 9), new(-7, 10), new(1, -14), new(-9, -3), new(8, -4)];
        torch.Tensor input = torch.tensor([.. places.SelectMany(p => new[] { (float)p.X, (float)p.Y })], [1, places.Length, 1, 2]);

        (torch.Tensor features, torch.Tensor visible) = sampler.Sample(input);

        SurroundFrame frame = Rig.Frame("token", ["none.jpg"], Width, Height);
        for (int i = 0; i < places.Length; i++)
        {
            Assert.Equal(1, visible[0, i, 0].item<float>());
            int camera = (int)features[0, i, 0, 2].item<float>();
            ImagePoint expected = frame.Cameras[camera].Camera.Project(new Point3(places[i].X, places[i].Y, 0));
            Assert.True(expected.Depth > 0);
            Assert.Equal(Math.Clamp(expected.U, Stride / 2.0, Width - (Stride / 2.0)), features[0, i, 0, 0].item<float>(), 2);
            Assert.Equal(Math.Clamp(expected.V, Stride / 2.0, Height - (Stride / 2.0)), features[0, i, 0, 1].item<float>(), 2);
        }
    }

    [Fact]
    public void Neighbours_in_the_stack_do_not_bleed_into_each_other()
    {
        torch.Tensor map = torch.arange(Cameras, dtype: torch.ScalarType.Float32).repeat_interleave(Rows).view(1, 1, -1, 1).repeat(1, 1, 1, Columns);
        CameraFeatureSampler sampler = new(map, RigTensors.Projections(1, Width, Height), Height, Width);

        (torch.Tensor features, torch.Tensor visible) = sampler.Sample(RigTensors.Places(1, 2000, _generator));

        torch.Tensor seen = features.squeeze(-1).masked_select(visible > 0);
        Assert.True(seen.numel() > 500);
        Assert.True((seen - seen.round()).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void A_place_that_no_camera_sees_gives_zeros()
    {
        torch.Tensor map = torch.ones(1, 3, Rows * Cameras, Columns);
        CameraFeatureSampler sampler = new(map, RigTensors.Projections(1, Width, Height), Height, Width);

        // Beneath the rig: below every picture, and behind some of the cameras.
        (torch.Tensor features, torch.Tensor visible) = sampler.Sample(torch.tensor([0.2f, 1.0f, 0f, 0f], [1, 2, 1, 2]));

        Assert.Equal(0, visible.sum().item<float>());
        Assert.Equal(0, features.abs().sum().item<float>());
    }

    [Fact]
    public void A_mirrored_rig_gives_the_features_of_the_mirrored_places()
    {
        torch.Tensor map = torch.randn([2, 4, Cameras, Rows, Columns], generator: _generator);
        torch.Tensor mirroredMap = map.index_select(2, torch.tensor(CameraChannels.Mirrored.Select(i => (long)i).ToArray())).flip(4);
        torch.Tensor projections = RigTensors.Projections(2, Width, Height);
        torch.Tensor places = RigTensors.Places(2, 500, _generator);
        CameraFeatureSampler sampler = new(map.flatten(2, 3), projections, Height, Width);
        CameraFeatureSampler mirrored = new(mirroredMap.flatten(2, 3), RigTensors.Mirror(projections, Width), Height, Width);

        (torch.Tensor expected, torch.Tensor visible) = sampler.Sample(places);
        (torch.Tensor actual, torch.Tensor mirroredVisible) = mirrored.Sample(places * torch.tensor(new float[] { -1, 1 }));

        Assert.True(visible.sum().item<float>() > 300);
        Assert.True(visible.Equals(mirroredVisible));
        Assert.True(torch.allclose(expected, actual, atol: 1e-3));
    }

    [Fact]
    public void Places_behind_and_inside_cameras_give_finite_features_and_gradients()
    {
        torch.Tensor map = torch.randn([1, 4, Rows * Cameras, Columns], generator: _generator).requires_grad_();
        CameraFeatureSampler sampler = new(map, RigTensors.Projections(1, Width, Height), Height, Width);
        torch.Tensor places = torch.cat([RigTensors.Places(1, 200, _generator), torch.zeros(1, 1, 1, 2), torch.tensor([0.3f, 1.1f], [1, 1, 1, 2])], 1);

        (torch.Tensor features, _) = sampler.Sample(places);
        features.square().sum().backward();

        Assert.True(features.isfinite().all().item<bool>());
        Assert.True(map.grad!.isfinite().all().item<bool>());
        Assert.True(map.grad!.abs().sum().item<float>() > 0);
    }

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }
}
