using MapDet.Core.Runtime;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Runtime;

// Collecting garbage all the time would strike the unsafe operators of other tests.
[Collection(nameof(AloneCollection))]
public sealed class TensorArithmeticTests
{
    [Fact]
    public void No_part_of_the_library_hands_native_code_a_number_that_may_be_collected()
    {
        IReadOnlyList<string> found = ScalarUse.FindUnsafe(typeof(TensorArithmetic).Assembly);

        Assert.True(found.Count == 0, string.Join("\n", found));
    }

    [Fact]
    public void The_search_for_such_calls_finds_them()
    {
        IReadOnlyList<string> found = ScalarUse.FindUnsafe(typeof(TensorArithmeticTests).Assembly, type => type == typeof(UnsafeExamples));

        Assert.Equal(5, found.Count);
    }

    [Fact]
    public void Results_are_right_while_the_garbage_collector_runs_all_the_time()
    {
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(2));
        Thread collector = new(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect();
            }
        });
        collector.Start();
        using torch.Tensor ones = torch.ones(64);
        while (!stop.IsCancellationRequested)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor result = ones.Plus(ones).Plus(1).Times(2).Minus(1).PlusScaled(ones, 3).Within(0, 100).AtLeast(2);

            Assert.Equal(8 * 64, result.sum().item<float>());
        }

        collector.Join();
    }

    [Fact]
    public void Each_operation_computes_what_it_says()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = torch.tensor([-1f, 0.5f, 2f]);

        Assert.Equal([1f, 2.5f, 4f], x.Plus(2).data<float>().ToArray());
        Assert.Equal([-2f, 1f, 4f], x.Times(2).data<float>().ToArray());
        Assert.Equal([0f, 0.5f, 1f], x.Within(0, 1).data<float>().ToArray());
        Assert.Equal([9f, 0.5f, 2f], x.FilledWhere(x.IsBelow(0), 9).data<float>().ToArray());
        Assert.Equal([false, false, true], x.IsAbove(1).data<bool>().ToArray());
        Assert.Equal([false, true, true], x.IsAtLeast(0.5).data<bool>().ToArray());
        Assert.Equal([1f, 0.25f, 4f], x.Power(2).data<float>().ToArray());
        Assert.Equal([0f, 1f, 2f], TensorArithmetic.Range(3).data<float>().ToArray());
        Assert.Equal([4f, 4f], TensorArithmetic.Filled([2], 4).data<float>().ToArray());
        Assert.Equal([-3f, 1.5f, 6f], x.clone().AddInPlace(x, 2).data<float>().ToArray());
        Assert.Equal([1f, 2.5f, 4f], x.clone().AddInPlace(2).data<float>().ToArray());
        Assert.Equal([-0.5f, 0.25f, 1f], x.clone().MultiplyInPlace(0.5).data<float>().ToArray());
        Assert.Equal([-0.5f, 0.25f, 1f], x.clone().DivideInPlace(2).data<float>().ToArray());
        Assert.Equal([1f, 1f, 10f], x.clone().AddProductInPlace(x, x, 2).data<float>().ToArray());
        Assert.Equal([1f, 2.5f, 4f], x.clone().AddQuotientInPlace(x, x, 2).data<float>().ToArray());
    }

    private static class UnsafeExamples
    {
        public static torch.Tensor Sum(torch.Tensor x) => x + x;

        public static torch.Tensor Product(torch.Tensor x) => x * 2;

        public static torch.Tensor Limited(torch.Tensor x) => x.clamp_min(0.5);

        public static torch.Tensor Square(torch.Tensor x) => x.square();

        public static torch.Tensor Hidden(torch.Tensor x) => torch.nn.functional.softplus(x);

        public static torch.Tensor Safe(torch.Tensor x) => (x * x) - (x / x);
    }
}
