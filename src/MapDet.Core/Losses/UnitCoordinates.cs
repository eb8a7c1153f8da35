using MapDet.Core.Geometry;
using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>MapTR's coordinates of matching and point loss: [0, 1] per axis over the perception range, float32.</summary>
/// <param name="range">What maps to [0, 1].</param>
/// <param name="device">Where points are.</param>
internal sealed class UnitCoordinates(PerceptionRange range, torch.Device device)
{
    private readonly torch.Tensor _origin = torch.tensor([(float)range.XMin, (float)range.YMin], device: device);
    private readonly torch.Tensor _size = torch.tensor([(float)range.Width, (float)range.Length], device: device);

    /// <summary>From metres, [..., P, 2].</summary>
    public torch.Tensor FromMetres(torch.Tensor metres)
    {
        // Whole lines at a time: pairs of numbers would be too short for vector instructions.
        long points = metres.shape[^2];
        return ((metres.flatten(-2) - _origin.repeat(points)) / _size.repeat(points)).view(metres.shape);
    }

    /// <summary>From the decoder's [-1, 1].</summary>
    public static torch.Tensor FromSymmetric(torch.Tensor symmetric) => symmetric.Plus(1).Times(0.5);
}
