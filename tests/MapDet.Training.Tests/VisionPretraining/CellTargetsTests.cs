using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Training.Tests.Fakes;
using MapDet.Training.VisionPretraining;
using TorchSharp;

namespace MapDet.Training.Tests.VisionPretraining;

public sealed class CellTargetsTests
{
    private const int Rows = FakeRig.Height / 4;
    private const int Columns = FakeRig.Width / 4;

    [Fact]
    public void A_line_straight_ahead_is_drawn_from_the_bottom_to_the_horizon()
    {
        float[,] cells = Draw(MapClass.Divider, new Point2(0.1, -20), new Point2(0.1, 30));

        // At depth z the ground is 50 * 1.5 / z pixels below the horizon in row 8 and the line 50 * 0.1 / z right of column 32.
        Assert.All(Enumerable.Range(2, Rows - 2), row => Assert.Equal(1, cells[row, 8]));
        Assert.Equal(0, cells[0, 8]);
        Assert.Equal(0, cells[1, 8]);
        Assert.Equal(Rows - 2, Sum(cells));
    }

    [Fact]
    public void A_line_across_lies_in_one_row()
    {
        float[,] cells = Draw(MapClass.Divider, new Point2(-15, 6), new Point2(15, 6));

        // 8 + 75 / 6 = 20.5 pixels: row 5.
        Assert.Equal(Columns, Sum(cells));
        Assert.All(Enumerable.Range(0, Columns), column => Assert.Equal(1, cells[5, column]));
    }

    [Fact]
    public void A_line_behind_the_camera_is_not_drawn() =>
        Assert.Equal(0, Sum(Draw(MapClass.Divider, new Point2(-5, -5), new Point2(5, -6))));

    [Fact]
    public void Each_class_has_cells_of_its_own()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MapBatch batch = Batch(MapClass.Boundary, new Point2(-15, 6), new Point2(15, 6));
        torch.Tensor cells = new CellTargets(4).Draw(batch, 0, 1);

        Assert.Equal([1L, 6, 3, Rows, Columns], cells.shape);
        Assert.Equal(0, cells[0, 0, 0].sum().item<float>());
        Assert.Equal(0, cells[0, 0, 1].sum().item<float>());
        Assert.Equal(Columns, cells[0, 0, 2].sum().item<float>());
    }

    private static float[,] Draw(MapClass mapClass, params Point2[] line)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MapBatch batch = Batch(mapClass, line);
        float[] values = new CellTargets(4).Draw(batch, 0, 1)[0, 0, (int)mapClass].data<float>().ToArray();
        float[,] cells = new float[Rows, Columns];
        Buffer.BlockCopy(values, 0, cells, 0, values.Length * sizeof(float));
        return cells;
    }

    private static MapBatch Batch(MapClass mapClass, params Point2[] line)
    {
        Polyline polyline = new([.. line]);
        MapSample sample = new FakeDataset(1)[0] with
        {
            Elements = ImmutableArray.Create(new MapElement(mapClass, polyline, polyline.Resample(5))),
        };
        float[] projections = [.. sample.Frame.Cameras.SelectMany(c => c.Camera.ProjectionMatrix()).Select(v => (float)v)];
        return new MapBatch(
            [sample], torch.zeros([1, 6, 3, FakeRig.Height, FakeRig.Width]), torch.tensor(projections, [1, 6, 3, 4]));
    }

    private static int Sum(float[,] cells) => (int)cells.Cast<float>().Sum();
}
