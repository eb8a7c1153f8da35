using System.Collections.Immutable;
using System.Globalization;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Detection;
using MapDet.Core.Detection.Pretrained;
using MapDet.Core.IO;
using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using MapDet.Training.Checkpointing;
using MapDet.Training.Optimization;
using MapDet.Training.Preflight;
using TorchSharp;

namespace MapDet.Training.Loop;

/// <summary>Opens the data, builds the model and its optimiser, and finds the checkpoint to go on from.</summary>
internal sealed class RunPreparation(
    TrainingComponents components, MapDetOptions modelOptions, TrainingOptions options, IEnumerable<IRunConfigurationSection> sections, TimeProvider time, PreflightRunner preflight)
{
    /// <summary>Frozen weights that exist nowhere else.</summary>
    public const string FrozenFile = "frozen.safetensors";

    private const string VisionPrefix = "vision_model.";
    private const int ShortestOverfitEpoch = 50;
    private readonly List<string> _notices = [];

    /// <summary>Prepares a run.</summary>
    /// <exception cref="MapDetException">Options, data or a checkpoint can't be used.</exception>
    public PreparedRun Prepare(CancellationToken cancellationToken)
    {
        CheckSlices();
        torch.Device device = ComputeDevice.Find(options.Device);
        FrozenStages.Check(options.Precision, device);
        (IMapDataset training, IMapDataset validation) = OpenData(cancellationToken);
        PreflightContext context = new() { Model = modelOptions, Training = options, TrainingData = training, ValidationData = validation, Device = device };
        ImmutableArray<PreflightFinding> findings = preflight.Check(context);
        string folder = OutputFolder();
        CheckpointStore checkpoints = new(folder, options.KeepLast);
        RunIdentity identity = Identity(training);
        (string Path, TrainerState State)? checkpoint = FindCheckpoint(checkpoints, identity);
        if (checkpoint is null && checkpoints.HasAny)
        {
            throw new MapDetException($"{folder} holds checkpoints of another run: resume it (--resume auto) or choose another folder.");
        }

        WritableFolder.Create(folder);
        IMapModel model = CreateModel(training, device, checkpoint is not null, cancellationToken);
        try
        {
            ReportPretrained(model, checkpoint?.Path);
            LoadFrozen(model, folder, isResumed: checkpoint is not null);
            model.MoveTo(device);
            findings = findings.AddRange(preflight.CheckModel(context, model));
            Stage2Optimizer optimizer = CreateOptimizer(model, checkpoint);
            DataOrder order = new(training.Count, options.BatchSize, options.AccumulationSteps, options.Seed, options.MirrorAugmentation, options.ColorJitter);
            TrainingRun description = Describe(folder, model, training, validation, order, checkpoint, device);
            WriteConfiguration(description);
            return new PreparedRun
            {
                Description = description,
                TrainingData = training,
                ValidationData = validation,
                Model = model,
                Optimizer = optimizer,
                Averages = CreateAverages(optimizer, checkpoint?.Path),
                Device = device,
                Order = order,
                Checkpoints = checkpoints,
                Samples = TrainingSamples.Create(Enumerable.Range(0, training.Count).Select(i => training[i].Token)),
                State = checkpoint?.State ?? new TrainerState { Identity = identity },
                Preflight = findings,
                Notices = _notices,
            };
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private (IMapDataset Training, IMapDataset Validation) OpenData(CancellationToken cancellationToken)
    {
        IMapDataset training = Open(DatasetRole.Train, cancellationToken);
        if (training.Count == 0)
        {
            throw new MapDetException($"The training set {training.Name} has no samples.");
        }

        return options.OverfitSamples is { } number
            ? OverfitSamples.Choose(training, number, ShortestOverfitEpoch * options.EffectiveBatchSize)
            : (training, Open(DatasetRole.Validation, cancellationToken));
    }

    private IMapDataset Open(DatasetRole role, CancellationToken cancellationToken) =>
        components.Data.OpenAsync(role, cancellationToken).GetAwaiter().GetResult();

    private void CheckSlices()
    {
        if (options.ComputeSlices > 1 && (modelOptions.QFormer.Dropout > 0 || modelOptions.Decoder.Dropout > 0))
        {
            throw new MapDetException(
                "ComputeSlices: with dropout a batch can't be cut into slices, whose random numbers would mix as chance has it; use 1.");
        }
    }

    private string OutputFolder() => Path.GetFullPath(options.OutputDirectory.Length > 0
        ? options.OutputDirectory
        : Path.Combine(
            "outputs", $"map_detection_stage2_{time.GetLocalNow().ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture)}"));

    private RunIdentity Identity(IMapDataset training) => new()
    {
        Seed = options.Seed,
        BatchSize = options.BatchSize,
        AccumulationSteps = options.AccumulationSteps,
        MirrorAugmentation = options.MirrorAugmentation,
        ColorJitter = options.ColorJitter,
        Precision = options.Precision,
        TrainingSamples = training.Count,
        OverfitSamples = options.OverfitSamples ?? 0,
        EmaDecay = options.EmaDecay ?? 0,
        GroundTruthHash = training.GroundTruthHash,
        ModelOptions = MapDetOptionsJson.Serialize(modelOptions),
    };

    private (string Path, TrainerState State)? FindCheckpoint(CheckpointStore checkpoints, RunIdentity identity)
    {
        (string Path, TrainerState State)? found = options.Resume switch
        {
            null => null,
            TrainingOptions.ResumeAuto => checkpoints.FindNewest(_notices.Add),
            { } path => (Path.GetFullPath(path), CheckpointStore.Open(Path.GetFullPath(path))),
        };
        if (found is { } checkpoint)
        {
            checkpoint.State.Identity.Check(identity, checkpoint.Path);
        }
        else if (options.Resume is not null)
        {
            _notices.Add("No whole checkpoint to go on from: the run starts afresh.");
        }

        return found;
    }

    private IMapModel CreateModel(IMapDataset training, torch.Device device, bool isResumed, CancellationToken cancellationToken)
    {
        // Anchors are parameters: a checkpoint brings them.
        MapAnchors? anchors = isResumed
            ? null
            : AnchorClustering.Fit(
                Enumerable.Range(0, training.Count).SelectMany(i => training[i].Elements),
                modelOptions.Range,
                modelOptions.Queries.NumInstances,
                modelOptions.Queries.NumPoints,
                cancellationToken);
        MapDetOptions configured = FrozenStages.Configure(modelOptions, options.Precision, device, options.CheckpointActivations);
        return components.Models.Create(configured, anchors, options.Seed);
    }

    /// <summary>Says what was read from which checkpoint, and refuses to go on with other weights than the run began with.</summary>
    private void ReportPretrained(IMapModel model, string? checkpoint)
    {
        foreach (PretrainedPart part in model.Pretrained)
        {
            _notices.Add($"{part.Name} from {part.Path}: {part.Report.ReplaceLineEndings("; ")}");
        }

        if (checkpoint is not null)
        {
            using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(checkpoint, CheckpointStore.ModelFile));
            PretrainedReferences.Read(file.Metadata, file.Path).Check(model.Pretrained, file.Path);
        }
    }

    private void LoadFrozen(IMapModel model, string folder, bool isResumed)
    {
        NamedParameter[] own = [.. MapModelFile.OwnFrozen(model)];
        if (own.Length == 0)
        {
            return;
        }

        string stored = Path.Combine(folder, FrozenFile);
        if (isResumed && File.Exists(stored))
        {
            using SafetensorsFile file = SafetensorsFile.Open(stored);
            WeightLoader.Load(file, own);
            return;
        }

        if (options.VisionPath is { } visionPath && !Directory.Exists(visionPath))
        {
            using SafetensorsFile file = SafetensorsFile.Open(visionPath);
            WeightLoader.Load(
                file,
                own.Where(p => p.Name.StartsWith(VisionPrefix, StringComparison.Ordinal)),
                mayBeLeftOver: name => !name.StartsWith(VisionPrefix, StringComparison.Ordinal));
            _notices.Add($"Vision tower from {visionPath}.");
        }

        SafetensorsWriter.Write(stored, own);
    }

    private Stage2Optimizer CreateOptimizer(IMapModel model, (string Path, TrainerState State)? checkpoint)
    {
        if (checkpoint is not { } source)
        {
            return new Stage2Optimizer(model.TrainedGroups, options.WeightDecay);
        }

        using (SafetensorsFile weights = SafetensorsFile.Open(Path.Combine(source.Path, CheckpointStore.ModelFile)))
        {
            WeightLoader.Load(weights, model.TrainedGroups.SelectMany(g => g.Parameters));
        }

        Stage2Optimizer optimizer = new(model.TrainedGroups, options.WeightDecay);
        using SafetensorsFile moments = SafetensorsFile.Open(Path.Combine(source.Path, CheckpointStore.OptimizerFile));
        optimizer.Load(moments, source.State.Updates);
        return optimizer;
    }

    private AveragedWeights? CreateAverages(Stage2Optimizer optimizer, string? checkpoint)
    {
        if (options.EmaDecay is not { } decay)
        {
            return null;
        }

        AveragedWeights averages = new(optimizer.Parameters, decay);
        if (checkpoint is not null)
        {
            using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(checkpoint, CheckpointStore.AveragedModelFile));
            averages.Load(file);
        }

        return averages;
    }

    private TrainingRun Describe(
        string folder,
        IMapModel model,
        IMapDataset training,
        IMapDataset validation,
        DataOrder order,
        (string Path, TrainerState State)? checkpoint,
        torch.Device device)
    {
        LearningRates rates = new(options.QFormerRate, options.QueriesRate, options.DecoderRate);
        long planned = (long)order.StepsPerEpoch * options.Epochs;
        return new TrainingRun
        {
            OutputDirectory = folder,
            Model = modelOptions,
            Training = options,
            Device = device.ToString(),
            TrainingData = new DatasetSummary(training.Name, training.Count, training.GroundTruthHash),
            ValidationData = new DatasetSummary(validation.Name, validation.Count, validation.GroundTruthHash),
            Groups = [.. model.TrainedGroups.Select(g => new TrainedGroup(g.Kind, g.Count, rates[g.Kind]))],
            Frozen =
            [
                .. model.Frozen
                    .GroupBy(p => p.Name.Split('.')[0])
                    .Select(g => new FrozenPart(g.Key, g.Sum(p => p.Tensor.numel()))),
            ],
            StepsPerEpoch = order.StepsPerEpoch,
            TotalSteps = options is { OverfitSamples: not null, MaxSteps: { } wanted } ? wanted : (int)Math.Min(planned, options.MaxSteps ?? int.MaxValue),
            StartStep = checkpoint?.State.Step ?? 0,
            ResumedFrom = checkpoint?.Path,
        };
    }

    private void WriteConfiguration(TrainingRun run)
    {
        TrainingOptions written = options with { OutputDirectory = run.OutputDirectory, Resume = null };
        ImmutableDictionary<string, System.Text.Json.Nodes.JsonNode?> added = sections.ToImmutableDictionary(s => s.Name, s => s.Value);
        new RunConfiguration(modelOptions, written, added).Save(Path.Combine(run.OutputDirectory, "config.json"));
    }
}
