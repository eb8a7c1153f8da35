using CsCheck;
using MapDet.Training.Optimization;

namespace MapDet.Training.Tests.Optimization;

public sealed class GradientScalerTests
{
    [Fact]
    public void A_gradient_that_is_not_finite_halves_the_factor() =>
        Assert.Equal(new GradientScale(32768, 0), new GradientScaler(GradientScale.Initial with { GoodSteps = 7 }).After(false).State);

    [Fact]
    public void Two_thousand_good_steps_double_it()
    {
        GradientScaler scaler = new(GradientScale.Initial);
        for (int step = 0; step < 1999; step++)
        {
            scaler = scaler.After(true);
        }

        Assert.Equal(new GradientScale(65536, 1999), scaler.State);
        Assert.Equal(new GradientScale(131072, 0), scaler.After(true).State);
    }

    [Fact]
    public void It_never_falls_below_1() => Gen.Bool.Array[0, 100].Sample(steps =>
    {
        GradientScaler scaler = new(new GradientScale(4, 0));
        foreach (bool isFinite in steps)
        {
            scaler = scaler.After(isFinite);
        }

        return scaler.State.Factor >= 1 && scaler.CanShrink == scaler.State.Factor > 1;
    });
}
