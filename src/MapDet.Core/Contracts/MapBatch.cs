using System.Collections.Immutable;
using MapDet.Core.Batching;
using TorchSharp;

namespace MapDet.Core.Contracts;

/// <summary>Samples with their pictures as tensors. Owns its tensors, which belong to no dispose scope.</summary>
/// <param name="samples">B samples; where the rig was mirrored, with mirrored ground truth.</param>
/// <param name="images">[M, C, 3, H, W] float32, normalised: those of the items that need images, in their order; M = B as a rule.</param>
/// <param name="projections">[B, C, 3, 4] float32: from homogeneous map coordinates in metres (x right, y ahead, z above ground) to
/// homogeneous pixels of <paramref name="images"/>.</param>
/// <param name="items">What was asked for, B items; default: samples of nowhere, each with its images.</param>
public sealed class MapBatch(
    ImmutableArray<MapSample> samples, torch.Tensor images, torch.Tensor projections, ImmutableArray<BatchItem> items = default) : IDisposable
{
    /// <summary>The samples, B of them.</summary>
    public ImmutableArray<MapSample> Samples { get; } = samples;

    /// <summary>What was asked for, an item a sample; default where the samples come from no data set.</summary>
    public ImmutableArray<BatchItem> Items { get; } = items;

    /// <summary>[M, C, 3, H, W] float32: the samples whose items need images, all of them as a rule.</summary>
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
