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

    /// <summary>From metres, [..., 2].</summary>
    public torch.Tensor FromMetres(torch.Tensor metres) => (metres - _origin) / _size;

    /// <summary>From the decoder's [-1, 1].</summary>
    public static torch.Tensor FromSymmetric(torch.Tensor symmetric) => symmetric.Plus(1).Times(0.5);
}
