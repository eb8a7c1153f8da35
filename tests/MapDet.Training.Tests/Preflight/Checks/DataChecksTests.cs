using MapDet.Core.Geometry;
using MapDet.Training.Preflight;
using MapDet.Training.Preflight.Checks;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Preflight.Checks;

public sealed class DataChecksTests
{
    [Fact]
    public void Good_data_pass_every_check()
    {
        PreflightCase.Expect(PreflightOutcome.Passed, "300 samples of train and 60 of val", new DataCheck().Check(PreflightCase.Good));
        PreflightCase.Expect(PreflightOutcome.Passed, "both caches fit", new GroundTruthCheck().Check(PreflightCase.Good));
        PreflightCase.Expect(PreflightOutcome.Passed, "enough", new SampleCountCheck().Check(PreflightCase.Good));
    }

    [Fact]
    public void A_picture_that_is_not_there_is_an_error()
    {
        PreflightContext training = PreflightCase.Good with { TrainingData = new FakeDataset(300, name: "train") };
        PreflightContext validation = PreflightCase.Good with { ValidationData = new FakeDataset(60, name: "val") };

        PreflightCase.Expect(PreflightOutcome.Error, "train-0000-CAM_FRONT.jpg of train does not exist", new DataCheck().Check(training));
        PreflightCase.Expect(PreflightOutcome.Error, "val-0000-CAM_FRONT.jpg of val does not exist", new DataCheck().Check(validation));
    }

    [Fact]
    public void A_loader_of_ones_own_may_need_no_pictures()
    {
        PreflightContext context = PreflightCase.Good with { TrainingData = new FakeDataset(300, name: "train") };

        PreflightCase.Expect(PreflightOutcome.Passed, "300 samples", new DataCheck(new FakeBatchLoader()).Check(context));
    }

    [Fact]
    public void Without_validation_samples_there_is_a_warning() => PreflightCase.Expect(
        PreflightOutcome.Warning, "val has no samples", new DataCheck().Check(PreflightCase.Good with { ValidationData = PreflightCase.Data(0, "val") }));

    [Fact]
    public void Elements_of_other_point_counts_are_an_error() => PreflightCase.Expect(
        PreflightOutcome.Error,
        "val has elements of 7 points, the model makes 5",
        new GroundTruthCheck().Check(PreflightCase.Good with { ValidationData = PreflightCase.Data(60, "val", points: 7) }));

    [Theory]
    [InlineData(2, "train has points outside of the model's range")]
    [InlineData(0.5, "no point of train comes near the border")]
    public void A_cache_of_another_range_is_a_warning(double scale, string text) => PreflightCase.Expect(
        PreflightOutcome.Warning, text, new GroundTruthCheck().Check(PreflightCase.Good with { TrainingData = PreflightCase.Data(300, "train", scale) }));

    [Fact]
    public void A_wider_range_of_the_model_is_a_warning_for_both_sets()
    {
        PerceptionRange wide = new(-30, -60, -2, 30, 60, 2);
        PreflightResult result = new GroundTruthCheck().Check(PreflightCase.Good with { Model = PreflightCase.Model with { Range = wide } });

        PreflightCase.Expect(PreflightOutcome.Warning, "no point of train", result);
        PreflightCase.Expect(PreflightOutcome.Warning, "no point of val", result);
    }

    [Fact]
    public void The_mini_version_is_a_warning() => PreflightCase.Expect(
        PreflightOutcome.Warning,
        "numbers of v1.0-mini mean little",
        new SampleCountCheck().Check(PreflightCase.Good with { TrainingData = PreflightCase.Data(323, "mini_train") }));

    [Fact]
    public void Few_samples_that_are_to_be_learnt_by_heart_are_none() => PreflightCase.Expect(
        PreflightOutcome.Passed,
        "on purpose",
        new SampleCountCheck().Check(PreflightCase.Good with
        {
            TrainingData = PreflightCase.Data(2, "train"),
            Training = PreflightCase.Good.Training with { OverfitSamples = 2 },
        }));

    [Fact]
    public void Few_samples_are_a_warning()
    {
        PreflightCase.Expect(
            PreflightOutcome.Warning, "20 training samples are few", new SampleCountCheck().Check(PreflightCase.Good with { TrainingData = PreflightCase.Data(20, "train") }));
        PreflightCase.Expect(
            PreflightOutcome.Warning, "8 validation samples are few", new SampleCountCheck().Check(PreflightCase.Good with { ValidationData = PreflightCase.Data(8, "val") }));
    }
}
