using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Losses;
using MapDet.Core.Queries;
using MapDet.Core.Weights;
using MapDet.Training.Checkpointing;
using MapDet.Training.Loop;
using MapDet.Training.Preflight;

namespace MapDet.Training.Tests.Fakes;

/// <summary>A trainer of a linear model on made-up samples. Properties replace its parts.</summary>
internal sealed class FakeRun
{
    public FakeRun(string folder) => Options = Options with { OutputDirectory = folder };

    public static MapDetOptions ModelOptions { get; } = ModelPresets.Get(ModelPresets.Tiny) with
    {
        Queries = new MapQueryOptions { NumInstances = 6, NumPoints = 5, InitialStd = 0.5 },
    };

    public TrainingOptions Options { get; init; } = TrainingPresets.Get("tiny") with
    {
        Epochs = 2,
        BatchSize = 2,
        LogInterval = 1,
        ComputeSlices = 1,
        ComputeThreads = 1,
    };

    public MapDetOptions Model { get; init; } = ModelOptions;

    public FakeDataset TrainingData { get; init; } = new(11, name: "train");

    public FakeDataset ValidationData { get; init; } = new(4, name: "val");

    public FakeBatchLoader Loader { get; init; } = new();

    public IMapModelFactory Models { get; init; } = new LinearMapModelFactory();

    public ISetCriterion Criterion { get; init; } = new SetCriterion(ModelOptions.Criterion, ModelOptions.Range);

    public RecordingObserver Observer { get; init; } = new();

    public IPreflightCheck[] Checks { get; init; } = [];

    public ITrainingObserver[] MoreObservers { get; init; } = [];

    public ITrainingHook[] Hooks { get; init; } = [];

    public Func<IMapMetric> CreateMetric { get; init; } = () => new CountingMetric();

    public Task<TrainingResult> TrainAsync(Func<TrainingOptions, TrainingOptions>? change = null, CancellationToken cancellationToken = default)
    {
        TrainingComponents components =
            new(new FakeDatasetProvider(TrainingData, ValidationData), Loader, Models, Criterion, CreateMetric);
        TrainingOptions options = change?.Invoke(Options) ?? Options;
        return new Stage2Trainer(components, Model, options, [Observer, .. MoreObservers], hooks: Hooks, checks: Checks).TrainAsync(cancellationToken);
    }

    /// <summary>All numbers of a safetensors file, tensor by tensor in the order of their names.</summary>
    public static float[] Numbers(string file)
    {
        using SafetensorsFile weights = SafetensorsFile.Open(file);
        List<float> numbers = [];
        foreach (string name in weights.Names.Order(StringComparer.Ordinal))
        {
            using TorchSharp.torch.Tensor read = weights.Read(name);
            using TorchSharp.torch.Tensor tensor = read.to_type(TorchSharp.torch.ScalarType.Float32);
            numbers.AddRange(tensor.data<float>().ToArray());
        }

        return [.. numbers];
    }

    public static float[] FinalWeights(string folder) => Numbers(Path.Combine(folder, ModelLocation.FinalModelFile));
}
