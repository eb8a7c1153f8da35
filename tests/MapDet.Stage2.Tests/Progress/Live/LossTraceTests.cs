using MapDet.Stage2.Progress.Live;

namespace MapDet.Stage2.Tests.Progress.Live;

public sealed class LossTraceTests
{
    [Fact]
    public void A_short_run_is_kept_step_by_step()
    {
        LossTrace trace = new();

        trace.Add(1, 5);
        trace.Add(3, 4);

        Assert.Equal([5, 4], trace.Means());
    }

    [Fact]
    public void A_long_run_is_kept_as_means_of_neighbours()
    {
        LossTrace trace = new();

        for (int step = 1; step <= 100_000; step++)
        {
            trace.Add(step, step);
        }

        // Bins of 256 steps.
        double[] means = trace.Means();
        Assert.Equal(391, means.Length);
        Assert.Equal(128.5, means[0]);
        Assert.Equal(256 + 128.5, means[1]);
    }
}
