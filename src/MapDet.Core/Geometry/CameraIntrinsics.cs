namespace MapDet.Core.Geometry;

/// <summary>A pinhole camera's inner parameters, in pixels. A pixel in column i covers [i, i + 1).</summary>
/// <param name="FocalX">Focal length in x.</param>
/// <param name="FocalY">Focal length in y.</param>
/// <param name="CenterX">Principal point, x.</param>
/// <param name="CenterY">Principal point, y.</param>
/// <param name="Skew">Entry (0, 1) of the matrix, almost always 0.</param>
public sealed record CameraIntrinsics(double FocalX, double FocalY, double CenterX, double CenterY, double Skew = 0)
{
    /// <summary>The intrinsics of the image resized by a factor per axis.</summary>
    public CameraIntrinsics Resize(double scaleX, double scaleY) =>
        new(FocalX * scaleX, FocalY * scaleY, CenterX * scaleX, CenterY * scaleY, Skew * scaleX);

    /// <summary>The intrinsics of the image with columns cut on its left and rows cut at its top.</summary>
    public CameraIntrinsics Crop(double left, double top) => this with { CenterX = CenterX - left, CenterY = CenterY - top };
}
