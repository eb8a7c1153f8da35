using MapDet.Core.Detection;
using MapDet.Training.Loop;
using MapDet.Training.Preflight;
using MapDet.Training.Tests.Fakes;
using TorchSharp;

namespace MapDet.Training.Tests.Preflight.Checks;

/// <summary>A run in which every check passes; tests change one thing.</summary>
internal static class PreflightCase
{
    public static MapDetOptions Model => FakeRun.ModelOptions;

    public static PreflightContext Good { get; } = new()
    {
        Model = Model,
        Training = TrainingPresets.Get(ModelPresets.Tiny),
        TrainingData = Data(300, "train"),
        ValidationData = Data(60, "val"),
        Device = torch.CPU,
    };

    // Any file will do: checks do not read pictures.
    public static FakeDataset Data(int count, string name, double scale = 1, int points = 5) =>
        new(count, points, name) { Picture = typeof(PreflightCase).Assembly.Location, Scale = scale };

    public static void Expect(PreflightOutcome outcome, string text, PreflightResult? result)
    {
        Assert.NotNull(result);
        Assert.Contains(text, result.Detail, StringComparison.Ordinal);
        Assert.Equal(outcome, result.Outcome);
    }
}
