using MapDet.Core.Tests.Fixtures;
using MapDet.Training.Loop;

namespace MapDet.Training.Tests;

public sealed class TensorArithmeticTests
{
    [Fact]
    public void No_part_of_the_library_hands_native_code_a_number_that_may_be_collected()
    {
        IReadOnlyList<string> found = ScalarUse.FindUnsafe(typeof(Stage2Trainer).Assembly);

        Assert.True(found.Count == 0, string.Join("\n", found));
    }
}
