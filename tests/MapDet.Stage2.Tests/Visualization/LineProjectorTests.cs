using MapDet.Core.Geometry;
using MapDet.Stage2.Visualization;
using SkiaSharp;

namespace MapDet.Stage2.Tests.Visualization;

public sealed class LineProjectorTests
{
    private static readonly CameraModel s_front = SceneFixture.Camera("CAM_FRONT", 0);

    [Fact]
    public void A_line_ahead_projects_where_the_camera_model_puts_it()
    {
        SKPoint[] stretch = Assert.Single(LineProjector.Project(s_front, [new Point2(2, 10), new Point2(2, 20)]));

        ImagePoint start = s_front.Project(new Point3(2, 10, 0));
        Assert.Equal(start.U, stretch[0].X, 0.01);
        Assert.Equal(start.V, stretch[0].Y, 0.01);
        Assert.Equal(41, stretch.Length);
    }

    [Fact]
    public void A_line_from_behind_the_camera_is_cut_at_the_near_plane()
    {
        SKPoint[] stretch = Assert.Single(LineProjector.Project(s_front, [new Point2(0.2, -30), new Point2(0.2, 30)]));

        ImagePoint cut = s_front.Project(new Point3(0.2, LineProjector.NearPlane, 0));
        Assert.Equal(cut.U, stretch[0].X, 0.01);
        Assert.Equal(cut.V, stretch[0].Y, 0.01);
        Assert.All(stretch, p => Assert.True(p.Y > 450));
    }

    [Fact]
    public void A_line_behind_the_camera_is_not_drawn() =>
        Assert.Empty(LineProjector.Project(s_front, [new Point2(-3, -5), new Point2(3, -20)]));

    [Fact]
    public void A_line_that_passes_behind_the_camera_comes_back_as_two_stretches() =>
        Assert.Equal(2, LineProjector.Project(s_front, [new Point2(-2, 10), new Point2(0, -10), new Point2(2, 10)]).Count);

    [Fact]
    public void A_line_beside_the_picture_is_not_drawn() =>
        Assert.Empty(LineProjector.Project(s_front, [new Point2(14, 2), new Point2(15, 3)]));
}
