using MapDet.Training.Loop;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Loop;

/// <summary>Three epochs of ten steps; a step takes two seconds, the first of the process a minute.</summary>
public sealed class RemainingTimeTests
{
    private static readonly TimeSpan s_first = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_evaluation = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_checkpoint = TimeSpan.FromSeconds(1);

    [Fact]
    public void Nothing_is_known_after_the_first_step_of_a_process()
    {
        RemainingTime remaining = new(FakeTrainingRun.Create());

        remaining.CountStep(s_first);

        Assert.Equal(new TimeLeft(null, null), remaining.AfterStep(1, s_first));
    }

    [Fact]
    public void The_slow_first_step_does_not_count()
    {
        (RemainingTime remaining, TimeSpan elapsed) = AfterSteps(2);

        Assert.Equal(new TimeLeft(8 * s_step, 28 * s_step), remaining.AfterStep(2, elapsed));
    }

    [Fact]
    public void A_resumed_run_is_foretold_from_its_own_steps_alone()
    {
        RemainingTime remaining = new(FakeTrainingRun.Create(startStep: 14));
        TimeSpan before = TimeSpan.FromHours(3);

        remaining.CountStep(before + s_first);
        remaining.CountStep(before + s_first + s_step);

        Assert.Equal(new TimeLeft(4 * s_step, 14 * s_step), remaining.AfterStep(16, before + s_first + s_step));
    }

    [Fact]
    public void Evaluations_and_checkpoints_to_come_are_counted_and_do_not_slow_the_pace()
    {
        (RemainingTime remaining, TimeSpan elapsed) = AfterSteps(10);
        remaining.CountEvaluation(s_evaluation);
        remaining.CountCheckpoint(s_checkpoint);
        elapsed += s_evaluation + s_checkpoint + s_step;

        remaining.CountStep(elapsed);

        TimeSpan close = s_evaluation + s_checkpoint;
        Assert.Equal(new TimeLeft((9 * s_step) + close, (19 * s_step) + (2 * close)), remaining.AfterStep(11, elapsed));
    }

    [Fact]
    public void What_follows_the_last_step_of_an_epoch_is_left_until_the_epoch_is_closed()
    {
        (RemainingTime remaining, TimeSpan elapsed) = AfterSteps(20);
        remaining.CountEvaluation(s_evaluation);

        Assert.Equal(new TimeLeft(s_evaluation, (10 * s_step) + (2 * s_evaluation)), remaining.AfterStep(20, elapsed));
        Assert.Equal((10 * s_step) + s_evaluation, remaining.AfterEpoch(20, elapsed));
    }

    [Fact]
    public void Intervals_say_how_many_evaluations_and_checkpoints_there_will_be()
    {
        TrainingOptions training = new() { EvalInterval = 2, SaveInterval = 3, SaveSteps = 4 };
        (RemainingTime remaining, TimeSpan elapsed) = AfterSteps(2, FakeTrainingRun.Create(training: training));
        remaining.CountEvaluation(s_evaluation);
        remaining.CountCheckpoint(s_checkpoint);

        // Evaluations after steps 20 and 30; checkpoints after 30, and after 4, 8, … 28.
        TimeLeft left = remaining.AfterStep(2, elapsed);

        Assert.Equal((28 * s_step) + (2 * s_evaluation) + (8 * s_checkpoint), left.Run);
        Assert.Equal((8 * s_step) + (2 * s_checkpoint), left.Epoch);
    }

    [Fact]
    public void A_last_epoch_that_is_cut_off_ends_with_the_run()
    {
        (RemainingTime remaining, TimeSpan elapsed) = AfterSteps(22, FakeTrainingRun.Create(totalSteps: 25));
        remaining.CountEvaluation(s_evaluation);

        Assert.Equal(new TimeLeft((3 * s_step) + s_evaluation, (3 * s_step) + s_evaluation), remaining.AfterStep(22, elapsed));
    }

    [Fact]
    public void A_time_budget_ends_run_and_epoch()
    {
        TrainingOptions training = new() { MaxDuration = TimeSpan.FromSeconds(70) };
        (RemainingTime remaining, TimeSpan elapsed) = AfterSteps(3, FakeTrainingRun.Create(training: training));

        Assert.Equal(new TimeLeft(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(6)), remaining.AfterStep(3, elapsed));
        Assert.Equal(new TimeLeft(TimeSpan.Zero, TimeSpan.Zero), remaining.AfterStep(3, TimeSpan.FromSeconds(71)));
    }

    [Fact]
    public void A_time_budget_is_known_before_any_pace()
    {
        RemainingTime remaining = new(FakeTrainingRun.Create(training: new TrainingOptions { MaxDuration = TimeSpan.FromSeconds(100) }));

        remaining.CountStep(s_first);

        Assert.Equal(new TimeLeft(null, TimeSpan.FromSeconds(40)), remaining.AfterStep(1, s_first));
    }

    [Fact]
    public void The_pace_is_that_of_the_latest_hundred_steps()
    {
        (RemainingTime remaining, TimeSpan elapsed) = AfterSteps(50, FakeTrainingRun.Create(totalSteps: 1000));
        for (int i = 0; i < 100; i++)
        {
            elapsed += TimeSpan.FromSeconds(1);
            remaining.CountStep(elapsed);
        }

        Assert.Equal(TimeSpan.FromSeconds(850), remaining.AfterStep(150, elapsed).Run);
    }

    private static (RemainingTime Remaining, TimeSpan Elapsed) AfterSteps(int steps, TrainingRun? run = null)
    {
        RemainingTime remaining = new(run ?? FakeTrainingRun.Create());
        for (int step = 0; step < steps; step++)
        {
            remaining.CountStep(s_first + (step * s_step));
        }

        return (remaining, s_first + ((steps - 1) * s_step));
    }
}
