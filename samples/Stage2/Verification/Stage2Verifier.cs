using System.Collections.Immutable;
using System.Globalization;
using MapDet.Core;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Runtime;
using MapDet.Training.Loop;
using TorchSharp;

namespace MapDet.Stage2.Verification;

/// <summary>The check before training: everything that a step does, once, each part looked at.</summary>
/// <param name="models">Builds the model.</param>
/// <param name="data">Opens the training set.</param>
/// <param name="loader">Loads samples.</param>
/// <param name="criterion">Computes the loss.</param>
/// <param name="options">How the run would train.</param>
/// <param name="output">Where the report goes.</param>
internal sealed class Stage2Verifier(
    IMapModelFactory models, IMapDatasetProvider data, IMapBatchLoader loader, ISetCriterion criterion, TrainingOptions options, TextWriter output)
{
    private readonly List<string> _failed = [];

    /// <summary>Runs all checks.</summary>
    /// <param name="model">What the model is built from.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>True if all passed.</returns>
    /// <exception cref="MapDetException">Data or options can't be used.</exception>
    public async Task<bool> RunAsync(Core.Detection.MapDetOptions model, CancellationToken cancellationToken)
    {
        using IMapModel? built = Check("Model builds", () => Build(model));
        if (built is not null)
        {
            Check("Optimiser groups", () => Describe(built));
            using MapBatch? batch = await CheckAsync("Data loading", () => LoadAsync(cancellationToken)).ConfigureAwait(false);
            if (batch is not null)
            {
                CheckStep(built, batch);
            }
        }

        await output.WriteLineAsync(_failed.Count == 0 ? "All core tests passed!" : $"Failed: {string.Join(", ", _failed)}").ConfigureAwait(false);
        return _failed.Count == 0;
    }

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static double Norm(ParameterGroup group) => Math.Sqrt(group.Parameters.Sum(p =>
    {
        using torch.Tensor? gradient = p.Tensor.grad;
        if (gradient is null)
        {
            return 0;
        }

        using torch.Tensor squares = gradient.square().sum();
        return squares.item<float>();
    }));

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new VerificationException(problem);
        }
    }

    private (IMapModel Result, string Detail) Build(Core.Detection.MapDetOptions model)
    {
        Core.Detection.MapDetOptions configured = FrozenStages.Configure(
            model, options.Precision, ComputeDevice.Find(options.Device), options.CheckpointActivations);
        IMapModel built = models.Create(configured, anchors: null, options.Seed);
        long trained = built.TrainedGroups.Sum(g => g.Count);
        long frozen = built.Frozen.Sum(p => p.Tensor.numel());
        return (built, string.Create(CultureInfo.InvariantCulture, $"{trained:N0} trained and {frozen:N0} frozen numbers, preset {model.Preset}"));
    }

    private string Describe(IMapModel model)
    {
        foreach (TrainedPart part in Enum.GetValues<TrainedPart>())
        {
            Require(model.TrainedGroups.Any(g => g.Kind == part && g.Count > 0), $"nothing of {part} would be trained");
        }

        Require(model.TrainedGroups.SelectMany(g => g.Parameters).All(p => p.Tensor.requires_grad), "a trained parameter requires no gradient");
        Require(!model.Frozen.Any(p => p.Tensor.requires_grad), "a frozen parameter requires a gradient");
        return string.Join("; ", model.TrainedGroups.Select(g =>
            string.Create(CultureInfo.InvariantCulture, $"{g.Kind} {g.Count:N0} at {Rate(g.Kind):0.00e+00}")));
    }

    private double Rate(TrainedPart part) => part switch
    {
        TrainedPart.QFormer => options.QFormerRate,
        TrainedPart.MapQueries => options.QueriesRate,
        _ => options.DecoderRate,
    };

    private async Task<(MapBatch Result, string Detail)> LoadAsync(CancellationToken cancellationToken)
    {
        IMapDataset training = await data.OpenAsync(DatasetRole.Train, cancellationToken).ConfigureAwait(false);
        IMapDataset validation = await data.OpenAsync(DatasetRole.Validation, cancellationToken).ConfigureAwait(false);
        Require(training.Count > 0, $"the split {training.Name} has no samples");
        int count = Math.Min(options.BatchSize, training.Count);
        IReadOnlyList<BatchItem> items = [.. Enumerable.Range(0, count).Select(i => new BatchItem(i, i % 2 == 1))];
        await foreach (MapBatch batch in loader.LoadAsync(training, [items], cancellationToken).ConfigureAwait(false))
        {
            int elements = batch.Samples.Sum(s => s.Elements.Length);
            return (batch, $"{training.Count} training and {validation.Count} validation samples; a batch of {count} has images "
                + $"[{string.Join(", ", batch.Images.shape)}] and {elements} elements");
        }

        throw new VerificationException("no batch was loaded");
    }

    private void CheckStep(IMapModel model, MapBatch batch)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        model.SetTraining(true);
        torch.Device device = ComputeDevice.Find(options.Device);
        model.MoveTo(device);
        if (Check("Forward", () => Forward(model, batch, device)) is not { } predictions)
        {
            return;
        }

        if (Check("Loss", () => Loss(predictions, batch)) is { } loss)
        {
            Check("Backward", () => Backward(model, loss));
        }
    }

    private static (MapPredictions Result, string Detail) Forward(IMapModel model, MapBatch batch, torch.Device device)
    {
        MapPredictions predictions = model.Forward(model.EncodeImages(batch.Images.to(device)), batch.Projections.to(device));
        foreach (LayerPrediction layer in predictions.Layers)
        {
            Require(layer.ClassLogits.isfinite().all().item<bool>(), "class logits are not finite");
            Require(layer.Points.isfinite().all().item<bool>(), "points are not finite");
        }

        LayerPrediction final = predictions.Final;
        long[] expected = [batch.Samples.Length, model.Options.Queries.NumInstances, model.Options.Queries.NumPoints, 2];
        Require(final.Points.shape.SequenceEqual(expected), $"points are [{string.Join(", ", final.Points.shape)}], not [{string.Join(", ", expected)}]");
        return (predictions, $"on {device}: {predictions.Layers.Length} layers, logits [{string.Join(", ", final.ClassLogits.shape)}], points [{string.Join(", ", final.Points.shape)}]");
    }

    private (SetLoss Result, string Detail) Loss(MapPredictions predictions, MapBatch batch)
    {
        SetLoss loss = criterion.Compute(predictions, [.. batch.Samples.Select(s => s.Elements)]);
        double total = loss.Total.item<float>();
        Require(double.IsFinite(total), $"the loss is {total}");
        return (loss, $"{Number(total)} = cls {Number(loss.Classification.item<float>())} + pts {Number(loss.Points.item<float>())} + dir {Number(loss.Direction.item<float>())}");
    }

    private static string Backward(IMapModel model, SetLoss loss)
    {
        loss.Total.backward();
        ImmutableArray<(TrainedPart Part, double Norm)> norms = [.. model.TrainedGroups.Select(g => (g.Kind, Norm(g)))];
        foreach ((TrainedPart part, double norm) in norms)
        {
            Require(double.IsFinite(norm), $"the gradient of {part} is not finite");
            Require(norm > 0, $"no gradient reaches {part}");
        }

        return $"gradient norms {string.Join(", ", norms.Select(n => $"{n.Part} {Number(n.Norm)}"))}";
    }

    private T? Check<T>(string name, Func<(T Result, string Detail)> check)
        where T : class
    {
        try
        {
            (T result, string detail) = check();
            Passed(name, detail);
            return result;
        }
        catch (Exception e) when (IsFault(e))
        {
            Failed(name, e);
            return null;
        }
    }

    private void Check(string name, Func<string> check) => Check(name, () => ("", check()));

    private async Task<T?> CheckAsync<T>(string name, Func<Task<(T Result, string Detail)>> check)
        where T : class
    {
        try
        {
            (T result, string detail) = await check().ConfigureAwait(false);
            Passed(name, detail);
            return result;
        }
        catch (Exception e) when (IsFault(e))
        {
            Failed(name, e);
            return null;
        }
    }

    // Bad input and cancellation end the command in their own way; everything else is what this check looks for.
    private static bool IsFault(Exception e) => e is not (MapDetException or OperationCanceledException);

    private void Passed(string name, string detail) => output.WriteLine($"[ok]   {name}: {detail}");

    private void Failed(string name, Exception e)
    {
        _failed.Add(name);
        output.WriteLine($"[FAIL] {name}: {(e is VerificationException ? e.Message : $"{e.GetType().Name}: {e.Message}")}");
    }
}
