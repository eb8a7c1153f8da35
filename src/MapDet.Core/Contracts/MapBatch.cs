using System.Collections.Immutable;
using TorchSharp;

namespace MapDet.Core.Contracts;

/// <summary>Samples with their pictures as tensors. Owns its tensors, which belong to no dispose scope.</summary>
/// <param name="samples">B samples; where the rig was mirrored, with mirrored ground truth.</param>
/// <param name="images">[B, C, 3, H, W] float32, normalised.</param>
/// <param name="projections">[B, C, 3, 4] float32: from homogeneous map coordinates in metres (x right, y ahead, z above ground) to
/// homogeneous pixels of <paramref name="images"/>.</param>
public sealed class MapBatch(ImmutableArray<MapSample> samples, torch.Tensor images, torch.Tensor projections) : IDisposable
{
    /// <summary>The samples, B of them.</summary>
    public ImmutableArray<MapSample> Samples { get; } = samples;

    /// <summary>[B, C, 3, H, W] float32.</summary>
    public torch.Tensor Images { get; } = images;

    /// <summary>[B, C, 3, 4] float32, metres to pixels.</summary>
    public torch.Tensor Projections { get; } = projections;

    /// <inheritdoc/>
    public void Dispose()
    {
        Images.Dispose();
        Projections.Dispose();
    }
}
