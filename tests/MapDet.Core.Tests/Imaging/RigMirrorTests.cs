using CsCheck;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Imaging;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Imaging;

public sealed class RigMirrorTests
{
    private static readonly MapSample s_sample = Rig.Sample(
        "sample",
        ["0", "1", "2", "3", "4", "5"],
        1600,
        900,
        Rig.Element(MapClass.Divider, new Point2(1, -20), new Point2(2, 5), new Point2(1.5, 25)),
        Rig.Element(MapClass.PedCrossing, new Point2(-4, 5), new Point2(-4, 9), new Point2(6, 9), new Point2(6, 5), new Point2(-4, 5)));

    [Fact]
    public void A_mirrored_point_lands_at_the_mirrored_pixel_of_the_camera_on_the_other_side()
    {
        MapSample mirrored = RigMirror.Mirror(s_sample);

        Gen.Select(Gen.Int[0, 5], Gen.Double[-15, 15], Gen.Double[-30, 30], Gen.Double[-1, 1]).Sample((camera, x, y, z) =>
        {
            ImagePoint original = s_sample.Frame.Cameras[CameraChannels.Mirrored[camera]].Camera.Project(new Point3(x, y, z));
            ImagePoint image = mirrored.Frame.Cameras[camera].Camera.Project(new Point3(-x, y, z));
            Assert.Equal(original.Depth, image.Depth, 1e-9);
            if (original.Depth > 0.1)
            {
                Assert.Equal(1600 - original.U, image.U, 1e-6);
                Assert.Equal(original.V, image.V, 1e-6);
            }
        });
    }

    [Fact]
    public void Cameras_keep_their_names_and_take_the_pictures_of_the_other_side()
    {
        MapSample mirrored = RigMirror.Mirror(s_sample);

        Assert.Equal(CameraChannels.All, mirrored.Frame.Cameras.Select(c => c.Camera.Channel));
        Assert.Equal(["0", "2", "1", "3", "5", "4"], mirrored.Frame.Cameras.Select(c => c.ImagePath));
    }

    [Fact]
    public void Open_lines_keep_their_direction_and_rings_keep_their_turn()
    {
        MapSample mirrored = RigMirror.Mirror(s_sample);

        Assert.Equal([new Point2(-1, -20), new Point2(-2, 5), new Point2(-1.5, 25)], mirrored.Elements[0].Vertices.Vertices.AsEnumerable());
        Assert.True(mirrored.Elements[1].IsClosed);
        Assert.Equal(
            Math.Sign(SignedArea(s_sample.Elements[1])),
            Math.Sign(SignedArea(mirrored.Elements[1])));
    }

    [Fact]
    public void Mirroring_twice_changes_nothing()
    {
        MapSample twice = RigMirror.Mirror(RigMirror.Mirror(s_sample));

        Assert.Equal(s_sample.Elements[1].Points.AsEnumerable(), twice.Elements[1].Points.AsEnumerable());
        Assert.Equal(s_sample.Frame.Cameras.Select(c => c.ImagePath), twice.Frame.Cameras.Select(c => c.ImagePath));
        Assert.Equal(s_sample.Frame.Cameras[4].Camera.ProjectionMatrix(), twice.Frame.Cameras[4].Camera.ProjectionMatrix());
    }

    private static double SignedArea(MapElement element) =>
        element.Points.Zip(element.Points.Skip(1)).Sum(edge => (edge.First.X * edge.Second.Y) - (edge.Second.X * edge.First.Y));
}
