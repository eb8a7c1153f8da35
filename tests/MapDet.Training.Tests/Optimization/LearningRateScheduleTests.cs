using MapDet.Training.Optimization;

namespace MapDet.Training.Tests.Optimization;

public sealed class LearningRateScheduleTests
{
    private static readonly LearningRateSchedule Schedule = new(WarmupFraction: 0.1, WarmupStart: 1.0 / 3, FinalFraction: 0.001);

    [Theory]
    [InlineData(0, 1.0 / 3)]
    [InlineData(0.05, 2.0 / 3)]
    [InlineData(0.1, 1)]
    [InlineData(0.55, 0.5005)]
    [InlineData(1, 0.001)]
    public void The_rate_warms_up_from_a_third_and_falls_as_a_cosine(double progress, double factor) =>
        Assert.Equal(factor, Schedule.Factor(progress), tolerance: 1e-12);

    [Fact]
    public void Without_a_warm_up_the_first_step_has_the_full_rate() =>
        Assert.Equal(1, (Schedule with { WarmupFraction = 0 }).Factor(0));

    [Fact]
    public void A_warm_up_longer_than_the_run_never_reaches_the_cosine() =>
        Assert.Equal((1.0 / 3) + (2.0 / 3 / 2), (Schedule with { WarmupFraction = 2 }).Factor(1), tolerance: 1e-12);

    [Fact]
    public void Behind_the_end_the_rate_stays_where_it_ended() => Assert.Equal(0.001, Schedule.Factor(1.7), tolerance: 1e-12);
}
