using MapDet.Core.Detection;
using MapDet.Training.Loop;

namespace MapDet.Training.Tests.Fakes;

/// <summary>The description of a run that nobody makes.</summary>
internal static class FakeTrainingRun
{
    public static TrainingRun Create(string folder = "", int stepsPerEpoch = 10, int totalSteps = 30, int startStep = 0, TrainingOptions? training = null) => new()
    {
        OutputDirectory = folder,
        Model = ModelPresets.Get(ModelPresets.Tiny),
        Training = (training ?? TrainingPresets.Get(ModelPresets.Tiny)) with { Epochs = (totalSteps + stepsPerEpoch - 1) / stepsPerEpoch },
        Device = "cpu",
        TrainingData = new DatasetSummary("train", 10, "hash-of-train"),
        ValidationData = new DatasetSummary("val", 4, "hash-of-val"),
        Groups = [],
        Frozen = [],
        StepsPerEpoch = stepsPerEpoch,
        TotalSteps = totalSteps,
        StartStep = startStep,
    };
}
