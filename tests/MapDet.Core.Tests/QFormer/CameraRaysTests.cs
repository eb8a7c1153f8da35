using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.QFormer;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.QFormer;

public sealed class CameraRaysTests : IDisposable
{
    private const int Width = 64;
    private const int Height = 48;
    private const int Rows = 3;
    private const int Columns = 4;
    private const double FarthestPoint = 42;
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    [Fact]
    public void Points_along_a_ray_project_to_the_middle_of_their_token()
    {
        SurroundFrame frame = Rig.Frame("token", ["none.jpg"], Width, Height);
        torch.Tensor features = Describe(RigTensors.Projections(1, Width, Height));

        for (int point = 0; point < 8; point++)
        {
            torch.Tensor values = features[4, 6].narrow(0, 3 * point, 3) * FarthestPoint;
            ImagePoint pixel = frame.Cameras[4].Camera.Project(
                new Point3(values[0].item<float>(), values[1].item<float>(), values[2].item<float>()));
            Assert.True(pixel.Depth > 0);
            Assert.Equal(2.5 * Width / Columns, pixel.U, 2);
            Assert.Equal(1.5 * Height / Rows, pixel.V, 2);
        }
    }

    [Fact]
    public void Only_rays_that_look_down_meet_the_ground()
    {
        torch.Tensor features = Describe(RigTensors.Projections(1, Width, Height));
        torch.Tensor hits = features.select(2, CameraRays.FeatureCount - 1);

        // The horizon lies at 0.53 of the height: the top row looks up, the bottom row down.
        Assert.Equal(0, hits.narrow(1, 0, Columns).sum().item<float>());
        Assert.Equal(6 * Columns, hits.narrow(1, (Rows - 1) * Columns, Columns).sum().item<float>());
        Assert.True(features.abs().max().item<float>() <= 1.5);
    }

    [Fact]
    public void A_mirrored_rig_gives_mirrored_rays()
    {
        torch.Tensor projections = RigTensors.Projections(1, Width, Height);
        torch.Tensor swapped = Describe(projections)
            .index_select(0, torch.tensor(CameraChannels.Mirrored.Select(i => (long)i).ToArray()))
            .view(6, Rows, Columns, -1).flip(2).flatten(1, 2);

        torch.Tensor mirrored = Describe(RigTensors.Mirror(projections, Width));

        // Of points and direction every x changes its sign, of the Fourier features of the ground the sines of x.
        float[] signs =
        [
            .. Enumerable.Range(0, 27).Select(i => i % 3 == 0 ? -1f : 1f),
            .. Enumerable.Repeat(-1f, 6),
            .. Enumerable.Repeat(1f, CameraRays.FeatureCount - 27 - 6),
        ];
        Assert.True(torch.allclose(swapped * torch.tensor(signs), mirrored, atol: 1e-3));
    }

    public void Dispose() => _scope.Dispose();

    private static torch.Tensor Describe(torch.Tensor projections) =>
        CameraRays.Describe(projections.flatten(0, 1), Rows, Columns, Height, Width, PerceptionRange.Default);
}
