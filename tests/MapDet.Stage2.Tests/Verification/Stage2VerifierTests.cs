using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Losses;
using MapDet.Core.Queries;
using MapDet.Stage2.Verification;
using MapDet.Training.Loop;
using MapDet.Training.Tests.Fakes;
using TorchSharp;

namespace MapDet.Stage2.Tests.Verification;

public sealed class Stage2VerifierTests
{
    private static readonly MapDetOptions s_options = ModelPresets.Get(ModelPresets.Tiny) with
    {
        Queries = new MapQueryOptions { NumInstances = 4, NumPoints = 5 },
    };

    [Fact]
    public async Task A_sound_model_passes_every_check()
    {
        (bool passed, string report) = await RunAsync(new Factory(model => model));

        Assert.True(passed, report);
        Assert.EndsWith("All core tests passed!", report.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(
            ["Model builds", "Optimiser groups", "Data loading", "Forward", "Loss", "Backward"],
            report.Split('\n').Where(line => line.StartsWith("[ok]", StringComparison.Ordinal)).Select(line => line[7..line.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Fact]
    public Task A_model_that_can_not_be_built_fails_the_first_check() =>
        ExpectFailure("Model builds", new Factory(_ => throw new InvalidOperationException("no memory for it")), "no memory for it");

    [Fact]
    public Task A_group_with_nothing_to_train_fails() =>
        ExpectFailure("Optimiser groups", new Factory(model => new Changed(model) { Groups = groups => [.. groups.Skip(1)] }), "QFormer");

    [Fact]
    public Task A_frozen_part_that_requires_gradients_fails() => ExpectFailure(
        "Optimiser groups",
        new Factory(model => new Changed(model) { FrozenParts = [new NamedParameter("vision_model.scale", torch.ones(1, requires_grad: true))] }),
        "frozen");

    [Fact]
    public Task Pictures_that_can_not_be_loaded_fail() =>
        ExpectFailure("Data loading", new Factory(model => model), "disk", loader: new BrokenLoader());

    [Fact]
    public Task Predictions_that_are_not_finite_fail() =>
        ExpectFailure("Forward", new Factory(model => new Changed(model) { Change = layer => layer with { Points = layer.Points * float.NaN } }), "points are not finite");

    [Fact]
    public Task Predictions_of_another_shape_fail() =>
        ExpectFailure("Forward", new Factory(model => new Changed(model) { Change = layer => layer with { Points = layer.Points.narrow(2, 0, 3) } }), "[4, 4, 3, 2]");

    [Fact]
    public Task A_loss_that_is_not_finite_fails() =>
        ExpectFailure("Loss", new Factory(model => model), "NaN", criterion: new PoisonedCriterion(Criterion(), _ => true));

    [Fact]
    public Task A_part_that_no_gradient_reaches_fails() => ExpectFailure(
        "Backward",
        new Factory(model => new Changed(model) { Change = layer => new LayerPrediction(layer.ClassLogits.detach().requires_grad_(), layer.Points.detach().requires_grad_()) }),
        "no gradient reaches");

    [Fact]
    public async Task Bad_input_ends_the_check_in_its_own_way()
    {
        Factory factory = new(_ => throw new InvalidInputException("model.safetensors", "is cut short"));

        await Assert.ThrowsAsync<InvalidInputException>(() => RunAsync(factory));
    }

    private static ISetCriterion Criterion() => SetCriterionFactory.Create(s_options.Criterion, s_options.Range);

    private static async Task ExpectFailure(string check, Factory factory, string reason, IMapBatchLoader? loader = null, ISetCriterion? criterion = null)
    {
        (bool passed, string report) = await RunAsync(factory, loader, criterion);

        Assert.False(passed);
        string line = Assert.Single(report.Split('\n'), l => l.StartsWith("[FAIL]", StringComparison.Ordinal));
        Assert.StartsWith($"[FAIL] {check}:", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.EndsWith($"Failed: {check}", report.TrimEnd(), StringComparison.Ordinal);
    }

    private static async Task<(bool Passed, string Report)> RunAsync(Factory factory, IMapBatchLoader? loader = null, ISetCriterion? criterion = null)
    {
        using StringWriter report = new();
        Stage2Verifier verifier = new(
            factory,
            new FakeDatasetProvider(new FakeDataset(4), new FakeDataset(2)),
            loader ?? new FakeBatchLoader(),
            criterion ?? Criterion(),
            new TrainingOptions { Device = "cpu" },
            report);
        bool passed = await verifier.RunAsync(s_options, CancellationToken.None);
        return (passed, report.ToString());
    }

    private sealed class Factory(Func<IMapModel, IMapModel> change) : IMapModelFactory
    {
        public IMapModel Create(MapDetOptions options, MapAnchors? anchors = null, long seed = 0) => change(new LinearMapModel(options, seed));
    }

    private sealed class BrokenLoader : IMapBatchLoader
    {
        public IAsyncEnumerable<MapBatch> LoadAsync(
            IMapDataset dataset, IEnumerable<IReadOnlyList<BatchItem>> batches, CancellationToken cancellationToken = default) =>
            throw new IOException("the disk is gone");
    }

    /// <summary>A model with something wrong.</summary>
    private sealed class Changed(IMapModel model) : IMapModel
    {
        public Func<ImmutableArray<ParameterGroup>, ImmutableArray<ParameterGroup>> Groups { get; init; } = groups => groups;

        public ImmutableArray<NamedParameter>? FrozenParts { get; init; }

        public Func<LayerPrediction, LayerPrediction> Change { get; init; } = layer => layer;

        public MapDetOptions Options => model.Options;

        public ImmutableArray<ParameterGroup> TrainedGroups => Groups(model.TrainedGroups);

        public ImmutableArray<NamedParameter> Frozen => FrozenParts ?? model.Frozen;

        public ImageTokens EncodeImages(torch.Tensor images) => model.EncodeImages(images);

        public MapPredictions Forward(ImageTokens images, torch.Tensor projections) =>
            new([.. model.Forward(images, projections).Layers.Select(Change)]);

        public void MoveTo(torch.Device device) => model.MoveTo(device);

        public void SetTraining(bool isTraining) => model.SetTraining(isTraining);

        public void Dispose() => model.Dispose();
    }
}
