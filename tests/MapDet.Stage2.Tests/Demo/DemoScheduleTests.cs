using MapDet.Core;
using MapDet.Stage2.Demo;

namespace MapDet.Stage2.Tests.Demo;

public sealed class DemoScheduleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(60)]
    public void Most_of_the_budget_is_left_for_training(double minutes)
    {
        TimeSpan budget = TimeSpan.FromMinutes(minutes);

        DemoSchedule schedule = DemoSchedule.For(budget);

        Assert.True(budget - schedule.Rendering - schedule.VisionPretraining - schedule.Reserve > budget * 0.4);
    }

    [Fact]
    public void A_budget_that_nothing_fits_into_is_refused() =>
        Assert.Contains("--minutes 0.5", Assert.Throws<MapDetException>(() => DemoSchedule.For(TimeSpan.FromMinutes(0.5))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_faster_machine_gets_a_larger_world_up_to_a_limit()
    {
        DemoWorldSize slow = DemoWorldSize.ForTime(TimeSpan.FromSeconds(120), 3);
        DemoWorldSize fast = DemoWorldSize.ForTime(TimeSpan.FromSeconds(120), 12);
        DemoWorldSize fastest = DemoWorldSize.ForTime(TimeSpan.FromSeconds(120), 1000);

        Assert.Equal(new DemoWorldSize(41, 2), slow);
        Assert.Equal(new DemoWorldSize(158, 11), fast);
        Assert.Equal(new DemoWorldSize(400, 16), fastest);
    }

    [Fact]
    public void The_world_for_a_number_of_steps_depends_on_nothing_else()
    {
        Assert.Equal(new DemoWorldSize(2, 1), DemoWorldSize.ForSteps(5, 4));
        Assert.Equal(new DemoWorldSize(334, 16), DemoWorldSize.ForSteps(2000, 4));
    }
}
