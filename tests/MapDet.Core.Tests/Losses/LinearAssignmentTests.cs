using CsCheck;
using MapDet.Core.Losses;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Losses;

public sealed class LinearAssignmentTests
{
    public static TheoryData<string> Cases
    {
        get
        {
            using GoldenTensors golden = new("losses", "assignment.safetensors");
            return [.. golden.Cases];
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Choices_among_ties_are_those_of_SciPy(string name)
    {
        using GoldenTensors golden = new("losses", "assignment.safetensors");
        long[] shape = golden.Shape($"{name}.cost");

        int[] columns = LinearAssignment.Solve(golden.Floats($"{name}.cost"), (int)shape[0], (int)shape[1]);

        Assert.Equal(golden.Ints($"{name}.column_of_row"), columns);
    }

    [Fact]
    public void The_total_is_that_of_the_best_of_all_permutations() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5]).SelectMany((rows, columns) => Gen.Select(Gen.Const(rows), Gen.Const(columns), Gen.Float[-9, 9].Array[rows * columns]))
            .Sample((rows, columns, cost) =>
            {
                int[] solution = LinearAssignment.Solve(cost, rows, columns);
                double total = Enumerable.Range(0, rows).Where(r => solution[r] >= 0).Sum(r => (double)cost[(r * columns) + solution[r]]);
                Assert.Equal(Best(cost, rows, columns, 0, 0, Math.Min(rows, columns)), total, 1e-4);
            });

    [Fact]
    public void Costs_that_are_not_finite_are_refused() =>
        Assert.Throws<ArgumentException>(() => LinearAssignment.Solve([1, float.NaN], 1, 2));

    [Fact]
    public void Nothing_to_assign_gives_nothing()
    {
        Assert.Equal([-1, -1], LinearAssignment.Solve([], 2, 0));
        Assert.Empty(LinearAssignment.Solve([], 0, 3));
    }

    private static double Best(float[] cost, int rows, int columns, int row, int used, int missing)
    {
        if (missing == 0)
        {
            return 0;
        }

        if (rows - row < missing)
        {
            return double.PositiveInfinity;
        }

        double best = Best(cost, rows, columns, row + 1, used, missing);
        for (int column = 0; column < columns; column++)
        {
            if ((used & (1 << column)) == 0)
            {
                best = Math.Min(best, cost[(row * columns) + column] + Best(cost, rows, columns, row + 1, used | (1 << column), missing - 1));
            }
        }

        return best;
    }
}
