using MapDet.Core;
using MapDet.Training.Checkpointing;

namespace MapDet.Training.Tests.Checkpointing;

public sealed class TrainingSamplesTests
{
    [Fact]
    public void The_set_survives_as_text_in_any_order_of_its_samples()
    {
        TrainingSamples samples = TrainingSamples.Create(["b", "a", "c"]);
        TrainingSamples read = TrainingSamples.Decode(samples.Encode());

        Assert.Equal(TrainingSamples.Create(["c", "b", "a"]).Encode(), samples.Encode());
        Assert.Equal(3, read.Count);
        Assert.True(read.Contains("a"));
        Assert.False(read.Contains("d"));
    }

    [Theory]
    [InlineData("no base 64!")]
    [InlineData("AAAA")]
    public void A_damaged_text_is_refused(string text) => Assert.Throws<MapDetException>(() => TrainingSamples.Decode(text));
}
