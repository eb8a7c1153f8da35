using MapDet.Core.Geometry;
using MapDet.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.QFormer;

/// <summary>Where the cameras' image tokens look, computed from the projections alone and scaled to about [-1, 1].</summary>
internal static class CameraRays
{
    private const int PointCount = 8;
    private const double NearestPoint = 2;
    private const double FarthestPoint = 42;
    private const double FarthestGround = 60;
    private const double SteepestFlatRay = 1e-3;
    private const double OutsideOfRange = 1.5;
    private const int GroundFrequencies = 6;

    /// <summary>Number of features a token.</summary>
    public static int FeatureCount { get; } = (PointCount * 3) + 3 + (2 * FourierFeatures.Count(GroundFrequencies)) + 1;

    /// <summary>Describes the ray through the middle of each token.</summary>
    /// <param name="projections">[M, 3, 4], homogeneous map coordinates in metres to homogeneous pixels.</param>
    /// <param name="rows">Rows of tokens.</param>
    /// <param name="columns">Columns of tokens.</param>
    /// <param name="imageHeight">Height of the picture, pixels.</param>
    /// <param name="imageWidth">Width of the picture, pixels.</param>
    /// <param name="range">What ground places are normalised by.</param>
    /// <returns>
    /// [M, rows * columns, F]: points along the ray at 2 to 42 m, its direction, Fourier features of the place where it meets the
    /// ground (zero where it does not), and whether it does.
    /// </returns>
    public static Tensor Describe(Tensor projections, int rows, int columns, int imageHeight, int imageWidth, PerceptionRange range)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor inverse = linalg.inv(projections.narrow(2, 0, 3));
        Tensor center = -bmm(inverse, projections.narrow(2, 3, 1)).transpose(1, 2);
        Tensor pixels = TokenCenters(rows, columns, imageHeight, imageWidth, projections.device);
        Tensor direction = bmm(inverse, pixels.expand(projections.shape[0], -1, -1)).transpose(1, 2);
        direction /= direction.norm(-1, keepdim: true);
        return cat([PointsAlong(center, direction), direction, Ground(center, direction, range)], -1).MoveToOuterDisposeScope();
    }

    private static Tensor TokenCenters(int rows, int columns, int imageHeight, int imageWidth, Device device)
    {
        float[,] pixels = new float[3, rows * columns];
        for (int i = 0; i < rows * columns; i++)
        {
            pixels[0, i] = ((i % columns) + 0.5f) * imageWidth / columns;
            pixels[1, i] = ((i / columns) + 0.5f) * imageHeight / rows;
            pixels[2, i] = 1;
        }

        return tensor(pixels, device: device);
    }

    private static Tensor PointsAlong(Tensor center, Tensor direction)
    {
        Tensor distances = linspace(NearestPoint, FarthestPoint, PointCount, dtype: ScalarType.Float32, device: center.device).unsqueeze(-1);
        return center.unsqueeze(2).Plus(direction.unsqueeze(2) * distances).Times(1 / FarthestPoint).flatten(2);
    }

    private static Tensor Ground(Tensor center, Tensor direction, PerceptionRange range)
    {
        Tensor height = center.narrow(2, 2, 1);
        Tensor descent = (-direction.narrow(2, 2, 1)).AtLeast(SteepestFlatRay);
        Tensor distance = height / descent;
        Tensor hits = direction.narrow(2, 2, 1).IsBelow(-SteepestFlatRay).logical_and(distance.IsAbove(0)).logical_and(distance.IsBelow(FarthestGround));
        Tensor place = center.Plus(direction * distance.Within(0, FarthestGround)).narrow(2, 0, 2);
        Tensor normalized = ((place - Pair(range.XMin, range.YMin, place.device)) / Pair(range.Width / 2, range.Length / 2, place.device)).Minus(1);
        Tensor isHit = hits.to_type(ScalarType.Float32);
        Tensor features = FourierFeatures.Encode(normalized.Within(-OutsideOfRange, OutsideOfRange), GroundFrequencies) * isHit;
        return cat([features, isHit], -1);
    }

    private static Tensor Pair(double x, double y, Device device) => tensor(new[] { (float)x, (float)y }, device: device);
}
