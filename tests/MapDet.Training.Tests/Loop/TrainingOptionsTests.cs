using MapDet.Core;
using MapDet.Training.Loop;

namespace MapDet.Training.Tests.Loop;

public sealed class TrainingOptionsTests
{
    [Fact]
    public void The_full_preset_has_the_figures_of_the_contract()
    {
        TrainingOptions options = TrainingPresets.Get("blip2-vicuna-7b");

        Assert.Equal((24, 4, 1), (options.Epochs, options.BatchSize, options.AccumulationSteps));
        Assert.Equal((1e-5, 1e-4, 1e-4), (options.QFormerRate, options.QueriesRate, options.DecoderRate));
        Assert.Equal((0.01, 500, 0.1, 0.001), (options.WeightDecay, options.WarmupSteps, options.GradientClip, options.FinalRateFraction));
        Assert.Equal(1.0 / 3, options.WarmupStart);
        Assert.Equal((10, 1, 1), (options.LogInterval, options.SaveInterval, options.EvalInterval));
    }

    [Fact]
    public void The_tiny_preset_has_those_of_the_recipe()
    {
        TrainingOptions options = TrainingPresets.Get("tiny");

        Assert.Equal((1e-3, 1e-3, 1e-3), (options.QFormerRate, options.QueriesRate, options.DecoderRate));
        Assert.Equal((0.05, 0.02, 5, 4), (options.WarmupFraction, options.FinalRateFraction, options.GradientClip, options.BatchSize));
    }

    [Fact]
    public void Every_preset_can_be_used() => Assert.All(TrainingPresets.Names, name => TrainingPresets.Get(name).Validate());

    [Fact]
    public void An_unknown_preset_is_refused_with_the_names_there_are()
    {
        MapDetException e = Assert.Throws<MapDetException>(() => TrainingPresets.Get("huge"));
        Assert.Contains("tiny", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_value_that_can_not_be_used_is_refused_by_its_name(TrainingOptions options, string name)
    {
        MapDetException e = Assert.Throws<MapDetException>(options.Validate);
        Assert.Contains(name, e.Message, StringComparison.OrdinalIgnoreCase);
    }

    public static TheoryData<TrainingOptions, string> Faults { get; } = new()
    {
        { new TrainingOptions { BatchSize = 0 }, "BatchSize" },
        { new TrainingOptions { ComputeSlices = 3 }, "ComputeSlices" },
        { new TrainingOptions { EmaDecay = 1 }, "EmaDecay" },
        { new TrainingOptions { EarlyStopPatience = 0 }, "EarlyStopPatience" },
        { new TrainingOptions { OverfitSamples = 0 }, "OverfitSamples" },
        { new TrainingOptions { Device = "gpu" }, "device" },
        { new TrainingOptions { MaxDuration = TimeSpan.Zero }, "MaxDuration" },
        { new TrainingOptions { Resume = "auto" }, "OutputDirectory" },
        { new TrainingOptions { DecoderRate = double.NaN }, "DecoderRate" },
    };
}
