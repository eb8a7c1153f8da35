using MapDet.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding;

/// <summary>Samples image features where places on the ground project into the cameras.</summary>
/// <remarks>
/// Each place is looked up in one camera: of those that see it the one in whose picture it lies most centrally. All cameras stand in one
/// tall map, so that one bilinear look-up serves them all; coordinates are kept half a cell inside their camera, so that
/// neighbours in the stack do not bleed into each other.
/// </remarks>
internal sealed class CameraFeatureSampler
{
    private const double NearestDepth = 0.1;
    private const double BehindCamera = 1000;
    private const double NowhereInMap = -3;
    private readonly Tensor _map;
    private readonly Tensor _projections;
    private readonly long _cameras;
    private readonly double _rows;
    private readonly double _columns;

    /// <summary>Prepares the look-ups of a batch; its tensors live in the current dispose scope.</summary>
    /// <param name="stackedMap">[B, F, C * rows, columns].</param>
    /// <param name="projections">[B, C, 3, 4], homogeneous map coordinates in metres to homogeneous pixels.</param>
    /// <param name="imageHeight">Height of the pictures, pixels.</param>
    /// <param name="imageWidth">Width of the pictures, pixels.</param>
    public CameraFeatureSampler(Tensor stackedMap, Tensor projections, int imageHeight, int imageWidth)
    {
        using IDisposable noGradients = no_grad();
        _map = stackedMap;
        _cameras = projections.shape[1];
        _rows = stackedMap.shape[2] / _cameras;
        _columns = stackedMap.shape[3];

        // Places lie on the ground (z = 0), so the matrix needs no third column; pixels become fractions of the picture.
        Tensor scale = tensor(new[] { 1f / imageWidth, 1f / imageHeight, 1f }, device: projections.device).unsqueeze(1);
        Tensor ground = cat([projections.narrow(3, 0, 2), projections.narrow(3, 3, 1)], 3) * scale;
        _projections = ground.flatten(1, 2);
    }

    /// <summary>Looks places up.</summary>
    /// <param name="places">[B, M, K, 2], metres in the map frame; no gradient flows into them.</param>
    /// <returns>[B, M, K, F] features, zero where no camera sees the place, and [B, M, K] 1 where one does.</returns>
    public (Tensor Features, Tensor Visible) Sample(Tensor places)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor grid, Tensor visible) = Project(places.detach());
        Tensor features = nn.functional.grid_sample(
            _map, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, align_corners: false);
        return (features.permute(0, 2, 3, 1).MoveToOuterDisposeScope(), visible.MoveToOuterDisposeScope());
    }

    private (Tensor Grid, Tensor Visible) Project(Tensor places)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        long batch = places.shape[0];
        Tensor flat = places.flatten(1, 2).transpose(1, 2);
        Tensor homogeneous = cat([flat, ones_like(flat.narrow(1, 0, 1))], 1);
        Tensor projected = bmm(_projections, homogeneous).unflatten(1, [_cameras, 3]);
        Tensor depth = projected.narrow(2, 2, 1);
        Tensor centered = (projected.narrow(2, 0, 2) / depth.AtLeast(NearestDepth)).Minus(0.5);
        Tensor eccentricity = centered.abs().amax([2]).FilledWhere(depth.IsBelow(NearestDepth).squeeze(2), BehindCamera);
        (Tensor least, Tensor camera) = eccentricity.min(1);
        Tensor visible = least.IsBelow(0.5);
        Tensor index = camera.view(batch, 1, 1, -1).expand(batch, 1, 2, camera.shape[1]);
        Tensor chosen = centered.gather(1, index).squeeze(1);
        double marginX = 0.5 - (0.5 / _columns);
        double marginY = 0.5 - (0.5 / _rows);
        Tensor x = chosen.select(1, 0).Within(-marginX, marginX).Times(2).FilledWhere(visible.logical_not(), NowhereInMap);
        Tensor y = chosen.select(1, 1).Within(-marginY, marginY).Plus(camera).Plus(0.5).Times(2.0 / _cameras).Minus(1);
        Tensor grid = stack([x, y], -1).view(places.shape);
        return (grid.MoveToOuterDisposeScope(), visible.view(places.shape[..3]).to_type(ScalarType.Float32).MoveToOuterDisposeScope());
    }
}
