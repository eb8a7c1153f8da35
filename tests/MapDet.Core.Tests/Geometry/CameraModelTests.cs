using CsCheck;
using MapDet.Core.Geometry;

namespace MapDet.Core.Tests.Geometry;

public sealed class CameraModelTests
{
    // 1.5 m above the map frame's origin, looking ahead along y: camera x = map x, camera y = -map z, camera z = map y.
    private static readonly CameraModel Front = new(
        "CAM_FRONT",
        new CameraIntrinsics(1266, 1270, 816, 491),
        RigidTransform.FromMatrix([1, 0, 0, 0, 0, 0, -1, 1.5, 0, 1, 0, 0, 0, 0, 0, 1]),
        1600,
        900);

    private static readonly Gen<Point3> PlaceAhead =
        Gen.Select(Gen.Double[-20, 20], Gen.Double[1, 40], Gen.Double[-1, 3], (x, y, z) => new Point3(x, y, z));

    [Fact]
    public void The_ground_ahead_appears_below_the_principal_point_by_height_over_distance()
    {
        ImagePoint p = Front.Project(new Point3(0, 10, 0));

        Assert.Equal((816, 491 + (1270 * 1.5 / 10), 10), (p.U, p.V, p.Depth));
    }

    [Fact]
    public void What_lies_behind_has_no_positive_depth() => Assert.True(Front.Project(new Point3(0, -5, 0)).Depth < 0);

    [Fact]
    public void The_projection_matrix_gives_the_same_pixels() => PlaceAhead.Sample(place =>
    {
        double[] p = Front.ProjectionMatrix();
        double Row(int r) => (p[4 * r] * place.X) + (p[(4 * r) + 1] * place.Y) + (p[(4 * r) + 2] * place.Z) + p[(4 * r) + 3];
        ImagePoint expected = Front.Project(place);
        Assert.Equal(expected.U, Row(0) / Row(2), tolerance: 1e-6);
        Assert.Equal(expected.V, Row(1) / Row(2), tolerance: 1e-6);
        Assert.Equal(expected.Depth, Row(2), tolerance: 1e-9);
    });

    [Fact]
    public void Resizing_scales_each_axis_and_cropping_shifts_rows() => PlaceAhead.Sample(place =>
    {
        ImagePoint full = Front.Project(place);
        ImagePoint small = Front.Resize(256, 144).CropTop(64).Project(place);
        Assert.Equal(full.U * 256 / 1600, small.U, tolerance: 1e-6);
        Assert.Equal((full.V * 144 / 900) - 64, small.V, tolerance: 1e-6);
    });

    [Fact]
    public void Resizing_and_cropping_give_the_size_of_the_new_image()
    {
        CameraModel small = Front.Resize(256, 144).CropTop(64);

        Assert.Equal((256, 80), (small.Width, small.Height));
    }
}
