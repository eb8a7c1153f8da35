namespace MapDet.Core.Geometry;

/// <summary>A camera of one sample: how the map frame projects into its image.</summary>
/// <param name="Channel">Its name, such as <c>CAM_FRONT</c>.</param>
/// <param name="Intrinsics">For an image of the given size.</param>
/// <param name="MapToCamera">From the sample's map frame (x right, y ahead, z up from the ground) to the camera's (x right, y down, z forward).</param>
/// <param name="Width">Image width in pixels.</param>
/// <param name="Height">Image height in pixels.</param>
public sealed record CameraModel(string Channel, CameraIntrinsics Intrinsics, RigidTransform MapToCamera, int Width, int Height)
{
    /// <summary>Projects a place of the map frame into the image.</summary>
    /// <param name="point">Metres, z above the ground.</param>
    /// <returns>Pixel coordinates and the depth in metres; the pixel means nothing where the depth is not positive.</returns>
    public ImagePoint Project(Point3 point)
    {
        Point3 p = MapToCamera.Apply(point);
        return new ImagePoint(
            (((Intrinsics.FocalX * p.X) + (Intrinsics.Skew * p.Y)) / p.Z) + Intrinsics.CenterX,
            (Intrinsics.FocalY * p.Y / p.Z) + Intrinsics.CenterY,
            p.Z);
    }

    /// <summary>The 3 x 4 matrix, row by row, from homogeneous map coordinates to homogeneous pixels.</summary>
    public double[] ProjectionMatrix()
    {
        double[] m = MapToCamera.ToMatrix();
        double[] projection = new double[12];
        for (int column = 0; column < 4; column++)
        {
            projection[column] = (Intrinsics.FocalX * m[column]) + (Intrinsics.Skew * m[4 + column]) + (Intrinsics.CenterX * m[8 + column]);
            projection[4 + column] = (Intrinsics.FocalY * m[4 + column]) + (Intrinsics.CenterY * m[8 + column]);
            projection[8 + column] = m[8 + column];
        }

        return projection;
    }

    /// <summary>The camera of the image resized to another size.</summary>
    public CameraModel Resize(int width, int height) =>
        this with { Intrinsics = Intrinsics.Resize((double)width / Width, (double)height / Height), Width = width, Height = height };

    /// <summary>The camera of the image with rows cut off at its top.</summary>
    public CameraModel CropTop(int rows) => this with { Intrinsics = Intrinsics.Crop(0, rows), Height = Height - rows };
}
