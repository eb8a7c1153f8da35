using System.Collections.Immutable;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>Brings ground truth to a device.</summary>
/// <param name="classes">The class of each element, sample by sample.</param>
/// <param name="hasManyOrders">Whether an element has more than two orders, sample by sample.</param>
/// <param name="device">Where the tensors are made.</param>
internal sealed class TargetTensorsBuilder(
    ImmutableArray<ImmutableArray<int>> classes, ImmutableArray<ImmutableArray<bool>> hasManyOrders, torch.Device device)
{
    // As the reference pads missing orders: far outside of every range.
    private const float FarAway = -10000;

    private readonly int _batch = classes.Length;
    private readonly int _width = classes.Select(c => c.Length).DefaultIfEmpty().Max();

    /// <summary>The places of the second block: which element of which sample.</summary>
    private readonly ImmutableArray<ImmutableArray<int>> _many =
        [.. hasManyOrders.Select(sample => Enumerable.Range(0, sample.Length).Where(g => sample[g]).ToImmutableArray())];

    /// <summary>Elements whose orders only rearrange their points; the orders are made on the device.</summary>
    /// <param name="points">[P, 2] of element g of sample b.</param>
    /// <param name="masks">[P] of element g of sample b; null: all points count.</param>
    /// <param name="pointCount">P.</param>
    /// <param name="manyOrders">The orders of those that have more than two.</param>
    public TargetTensors OfPoints(Func<int, int, float[]> points, Func<int, int, float[]>? masks, int pointCount, PointOrderTable manyOrders)
    {
        ImmutableArray<ImmutableArray<int>> all = [.. classes.Select(c => Enumerable.Range(0, c.Length).ToImmutableArray())];
        OrderBlock Block(ImmutableArray<ImmutableArray<int>> places, PointOrderTable table, torch.Tensor? columns) => new(
            table.Apply(Upload(places, points, [pointCount, 2])),
            masks is null ? null : table.Apply(Upload(places, masks, [pointCount])),
            columns);
        OrderBlock two = Block(all, PointOrderTable.Open(pointCount), columns: null);
        return Build(HasSecondBlock ? [two, Block(_many, manyOrders, Columns())] : [two]);
    }

    /// <summary>Elements whose orders are given.</summary>
    /// <param name="orders">The orders of element g of sample b.</param>
    /// <param name="pointCount">P.</param>
    public TargetTensors OfOrders(Func<int, int, PointOrderSet> orders, int pointCount)
    {
        ImmutableArray<ImmutableArray<int>> all = [.. classes.Select(c => Enumerable.Range(0, c.Length).ToImmutableArray())];
        OrderBlock Block(ImmutableArray<ImmutableArray<int>> places, int count, torch.Tensor? columns) => new(
            Upload(places, (b, g) => Pad(orders(b, g), count), [count, pointCount, 2]), Columns: columns);
        OrderBlock two = Block(all, 2, columns: null);
        int most = _many.SelectMany((sample, b) => sample.Select(g => orders(b, g).Count)).DefaultIfEmpty().Max();
        return Build(HasSecondBlock ? [two, Block(_many, most, Columns())] : [two]);
    }

    private bool HasSecondBlock => _many.Any(sample => sample.Length > 0);

    private int SecondPlaces => _many.Max(sample => sample.Length);

    private TargetTensors Build(ImmutableArray<OrderBlock> blocks)
    {
        long[] labels = new long[_batch * _width];
        long[] starts = new long[_batch * _width];
        for (int b = 0; b < _batch; b++)
        {
            for (int g = 0; g < classes[b].Length; g++)
            {
                labels[(b * _width) + g] = classes[b][g];
                starts[(b * _width) + g] = ((b * _width) + g) * blocks[0].Count;
            }

            for (int place = 0; place < _many[b].Length; place++)
            {
                starts[(b * _width) + _many[b][place]] =
                    (_batch * _width * blocks[0].Count) + (((b * SecondPlaces) + place) * blocks[1].Count);
            }
        }

        return new TargetTensors(classes, Upload(labels), blocks, Upload(starts));
    }

    private torch.Tensor Upload(long[] values) => torch.tensor(values, [_batch, _width], device: device);

    /// <summary>[B, S, …] the values of the elements in their places, 0 in empty ones.</summary>
    private torch.Tensor Upload(ImmutableArray<ImmutableArray<int>> places, Func<int, int, float[]> values, long[] shape)
    {
        int size = (int)shape.Aggregate(1L, (a, b) => a * b);
        int count = places.Select(sample => sample.Length).DefaultIfEmpty().Max();
        float[] all = new float[_batch * count * size];
        for (int b = 0; b < _batch; b++)
        {
            for (int place = 0; place < places[b].Length; place++)
            {
                values(b, places[b][place]).CopyTo(all.AsSpan(((b * count) + place) * size, size));
            }
        }

        return torch.tensor(all, [_batch, count, .. shape], device: device);
    }

    private torch.Tensor Columns()
    {
        long[] columns = new long[_batch * SecondPlaces];
        Array.Fill(columns, _width);
        for (int b = 0; b < _batch; b++)
        {
            for (int place = 0; place < _many[b].Length; place++)
            {
                columns[(b * SecondPlaces) + place] = _many[b][place];
            }
        }

        return torch.tensor(columns, [_batch, SecondPlaces], device: device);
    }

    /// <summary>The first <paramref name="count"/> orders; where there are fewer, ones that lie far away.</summary>
    private static float[] Pad(PointOrderSet orders, int count)
    {
        int size = 2 * orders.Points;
        float[] padded = new float[count * size];
        Array.Fill(padded, FarAway);
        orders.Metres[..(Math.Min(count, orders.Count) * size)].CopyTo(padded);
        return padded;
    }
}
