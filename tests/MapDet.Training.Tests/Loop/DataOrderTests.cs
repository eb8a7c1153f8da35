using MapDet.Core.Batching;
using MapDet.Training.Loop;

namespace MapDet.Training.Tests.Loop;

public sealed class DataOrderTests
{
    [Fact]
    public void Every_epoch_sees_every_sample_once_in_another_order()
    {
        DataOrder order = new(23, 4, 1, seed: 7, mirror: true);
        int[] first = [.. Items(order, 0, order.StepsPerEpoch).Select(i => i.Index)];
        int[] second = [.. Items(order, order.StepsPerEpoch, 2 * order.StepsPerEpoch).Select(i => i.Index)];

        Assert.Equal(6, order.StepsPerEpoch);
        Assert.Equal(Enumerable.Range(0, 23), first.Order());
        Assert.Equal(Enumerable.Range(0, 23), second.Order());
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(9)]
    public void Going_on_from_a_step_gives_what_the_whole_run_gives_from_there(int step)
    {
        DataOrder order = new(23, 4, 2, seed: 7, mirror: true);
        IEnumerable<IReadOnlyList<BatchItem>> whole = order.MicroBatches(0, 12).Skip(Enumerable.Range(0, step).Sum(order.MicroBatchCount));

        Assert.Equal(whole.SelectMany(b => b), order.MicroBatches(step, 12).SelectMany(b => b));
    }

    [Fact]
    public void The_last_step_of_an_epoch_takes_what_is_left()
    {
        DataOrder order = new(11, 2, 3, seed: 1, mirror: false);

        Assert.Equal(2, order.StepsPerEpoch);
        Assert.Equal(3, order.MicroBatchCount(0));
        Assert.Equal(3, order.MicroBatchCount(1));
        Assert.Equal([2, 2, 2, 2, 2, 1], order.MicroBatches(0, 2).Select(b => b.Count));
    }

    [Fact]
    public void About_half_of_the_samples_are_mirrored_and_none_without_augmentation()
    {
        int mirrored = Items(new DataOrder(1000, 4, 1, 5, mirror: true), 0, 250).Count(i => i.IsMirrored);

        Assert.InRange(mirrored, 430, 570);
        Assert.DoesNotContain(Items(new DataOrder(1000, 4, 1, 5, mirror: false), 0, 250), i => i.IsMirrored);
    }

    [Fact]
    public void Colours_are_drawn_anew_each_epoch_and_again_by_the_same_numbers()
    {
        DataOrder order = new(20, 4, 1, 5, mirror: true, colorJitter: 0.2);
        BatchItem[] items = Items(order, 0, 10);

        Assert.All(items, item => Assert.All(
            new[] { item.Colors!.Value.Brightness, item.Colors.Value.Contrast, item.Colors.Value.Saturation }, factor => Assert.InRange(factor, 0.8, 1.2)));
        Assert.Equal(40, items.Select(item => item.Colors).Distinct().Count());
        Assert.Equal(items[12..], Items(order, 3, 10));
        Assert.Equal(items.Select(item => item with { Colors = null }), Items(new DataOrder(20, 4, 1, 5, mirror: true), 0, 10));
    }

    [Fact]
    public void Another_seed_gives_another_order() =>
        Assert.NotEqual(Items(new DataOrder(50, 4, 1, 1, true), 0, 13), Items(new DataOrder(50, 4, 1, 2, true), 0, 13));

    private static BatchItem[] Items(DataOrder order, int from, int to) => [.. order.MicroBatches(from, to).SelectMany(b => b)];
}
