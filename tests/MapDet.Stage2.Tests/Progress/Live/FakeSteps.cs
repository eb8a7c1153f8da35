using MapDet.Core.Contracts;
using MapDet.Training.Loop;
using MapDet.Training.Optimization;

namespace MapDet.Stage2.Tests.Progress.Live;

/// <summary>Steps and evaluations that nobody has made, ten steps an epoch, thirty a run.</summary>
internal static class FakeSteps
{
    public static TrainingStep Create(int step, double loss = 3.5421, bool isSkipped = false) => new(
        step,
        30,
        ((step - 1) / 10) + 1,
        ((step - 1) % 10) + 1,
        10,
        new LossValues(loss - 2.3076, 1.8765, 0.4311),
        4.25,
        new LearningRates(1e-5, 2e-4, 3e-4),
        new GradientNorms(0.125, 0.25, 1.5),
        isSkipped,
        isSkipped ? 1 : 0,
        ["a", "b", "c", "d"],
        TimeSpan.FromMilliseconds(20),
        TimeSpan.FromMilliseconds(200),
        TimeSpan.FromSeconds(step),
        step / 30.0,
        IsLogged: true)
    {
        MemoryBytes = 1_640_000_000,
    };

    public static EvaluationReport Evaluation(int step, double precision, bool isBest)
    {
        ClassMetrics[] classes = [.. new[] { -0.1, 0, 0.1 }.Select(by => new ClassMetrics([precision + by, precision + by, precision + by], 4, 4))];
        return new EvaluationReport(step, 1, new MapMetrics([0.5, 1.0, 1.5], [.. classes], 4), isBest, TimeSpan.FromSeconds(1));
    }
}
