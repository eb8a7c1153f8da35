using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using TorchSharp;

namespace MapDet.Core.Tests.Fixtures;

/// <summary>Projections of a rig, and of its mirror image, as a model reads them.</summary>
internal static class RigTensors
{
    /// <summary>[B, 6, 3, 4], the same rig for each sample.</summary>
    public static torch.Tensor Projections(int batch, int width, int height)
    {
        float[] one = [.. Rig.Frame("token", ["none.jpg"], width, height).Cameras.SelectMany(c => c.Camera.ProjectionMatrix()).Select(v => (float)v)];
        return torch.tensor(one, [1, CameraChannels.All.Length, 3, 4]).repeat(batch, 1, 1, 1);
    }

    /// <summary>The projections of the mirrored rig: cameras swapped, pixels and map flipped.</summary>
    public static torch.Tensor Mirror(torch.Tensor projections, int width)
    {
        torch.Tensor flipPixels = torch.tensor(new float[,] { { -1, 0, width }, { 0, 1, 0 }, { 0, 0, 1 } });
        torch.Tensor flipMap = torch.diag(torch.tensor(new float[] { -1, 1, 1, 1 }));
        torch.Tensor swapped = projections.index_select(1, torch.tensor(CameraChannels.Mirrored.Select(i => (long)i).ToArray()));
        return flipPixels.matmul(swapped).matmul(flipMap);
    }

    /// <summary>Places on the ground in view of the rig, [B, M, 1, 2] metres.</summary>
    public static torch.Tensor Places(int batch, int count, torch.Generator generator)
    {
        torch.Tensor unit = torch.rand([batch, count, 1, 2], generator: generator);
        return (unit - 0.5) * torch.tensor(new[] { (float)PerceptionRange.Default.Width, (float)PerceptionRange.Default.Length });
    }
}
