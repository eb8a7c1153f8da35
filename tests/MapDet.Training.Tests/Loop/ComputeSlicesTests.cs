using MapDet.Training.Loop;
using TorchSharp;

namespace MapDet.Training.Tests.Loop;

public sealed class ComputeSlicesTests
{
    [Theory]
    [InlineData(1, 4, new[] { 4 })]
    [InlineData(2, 4, new[] { 2, 2 })]
    [InlineData(2, 3, new[] { 1, 2 })]
    [InlineData(2, 1, new[] { 1 })]
    public void A_batch_is_cut_into_parts_that_cover_it(int slices, int samples, int[] expected)
    {
        using ComputeSlices compute = new(slices, 1);
        (int Start, int Count)[] parts = compute.Run(samples, (start, count) => (start, count));

        Assert.Equal(expected, parts.Select(p => p.Count));
        Assert.Equal(0, parts[0].Start);
        Assert.Equal(samples, parts[^1].Start + parts[^1].Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_failure_of_any_part_comes_out_as_it_is_and_the_next_run_works(int failing)
    {
        using ComputeSlices compute = new(2, 1);

        Assert.Throws<InvalidDataException>(() => compute.Run(2, (start, _) => start == failing ? throw new InvalidDataException() : start));
        Assert.Equal([0, 1], compute.Run(2, (start, _) => start));
    }

    [Fact]
    public void Failures_of_all_parts_come_out_together()
    {
        using ComputeSlices compute = new(2, 1);
        AggregateException e = Assert.Throws<AggregateException>(
            () => compute.Run<int>(2, (start, _) => throw new InvalidDataException($"part {start}")));
        Assert.Equal(2, e.InnerExceptions.Count);
    }

    [Theory]
    [InlineData(DeviceType.CPU, 2)]
    [InlineData(DeviceType.CUDA, 1)]
    public void Only_on_the_processor_is_a_batch_cut(DeviceType device, int count)
    {
        using ComputeSlices compute = ComputeSlices.For(new torch.Device(device, 0), 2, 1);

        Assert.Equal(count, compute.Count);
    }
}
