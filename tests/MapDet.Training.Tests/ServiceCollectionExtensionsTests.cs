using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Training.Loop;
using MapDet.Training.Preflight;
using MapDet.Training.Telemetry;
using MapDet.Training.Tests.Fakes;
using MapDet.Training.VisionPretraining;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MapDet.Training.Tests;

public sealed class ServiceCollectionExtensionsTests
{
    [Fact]
    public void Options_begin_as_those_of_the_models_preset_and_take_every_change()
    {
        using ServiceProvider provider = Services(s => s.AddStage2Training(o => o with { Epochs = 3 }).AddStage2Training(o => o with { Seed = o.Epochs }));

        TrainingOptions options = provider.GetRequiredService<TrainingOptions>();

        Assert.Equal(TrainingPresets.Get("tiny") with { Epochs = 3, Seed = 3 }, options);
        Assert.Same(options, provider.GetRequiredService<IOptions<TrainingOptions>>().Value);
    }

    [Fact]
    public void A_value_that_can_not_be_used_is_refused_when_the_application_starts()
    {
        using ServiceProvider provider = Services(s => s.AddStage2Training(o => o with { BatchSize = 0 }));

        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("BatchSize", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_can_be_had_and_observers_of_ones_own_come_on_top()
    {
        using ServiceProvider provider = Services(s => s.AddStage2Training().AddSingleton<ITrainingObserver, RecordingObserver>(_ => new RecordingObserver()));

        Assert.IsType<Stage2Trainer>(provider.GetRequiredService<ITrainer>());
        Assert.IsType<VisionPretrainer>(provider.GetRequiredService<IVisionPretrainer>());
        Assert.NotNull(provider.GetRequiredService<ModelEvaluator>());
        Assert.Equal(
            [typeof(TrainingLogObserver), typeof(MetricsFileObserver), typeof(TensorBoardObserver), typeof(TrainingMeter), typeof(RecordingObserver)],
            provider.GetServices<ITrainingObserver>().Select(o => o.GetType()));
    }

    [Fact]
    public void Checks_of_ones_own_come_behind_those_of_the_package()
    {
        using ServiceProvider provider = Services(s => s.AddStage2Training().AddStage2Training().AddSingleton<IPreflightCheck, OwnCheck>());

        Assert.Equal(
            ["data", "ground truth", "samples", "recipe", "device", "memory", "trained parts", "frozen stages", "own"],
            provider.GetServices<IPreflightCheck>().Select(c => c.Name));
    }

    private sealed class OwnCheck : IPreflightCheck
    {
        public string Name => "own";
    }

    private static ServiceProvider Services(Func<IServiceCollection, IServiceCollection> add)
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddMapDet(o => o.Preset = "tiny");
        services.AddSingleton<IMapDatasetProvider>(new FakeDatasetProvider(new FakeDataset(4), new FakeDataset(2)));
        return add(services).BuildServiceProvider();
    }
}
