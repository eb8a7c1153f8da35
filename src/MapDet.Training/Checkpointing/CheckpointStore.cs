using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.IO;
using MapDet.Core.Weights;

namespace MapDet.Training.Checkpointing;

/// <summary>The checkpoints of a run's folder. Each is complete or absent: it is written beside its place and then renamed.</summary>
/// <param name="folder">The run's folder.</param>
/// <param name="keepLast">How many are kept; null: all.</param>
internal sealed class CheckpointStore(string folder, int? keepLast)
{
    /// <summary>Weights of what is trained.</summary>
    public const string ModelFile = "model.safetensors";

    /// <summary>The same, averaged over the steps, where the run averages them.</summary>
    public const string AveragedModelFile = "ema.safetensors";

    /// <summary>The optimiser's moments.</summary>
    public const string OptimizerFile = "optimizer.safetensors";

    /// <summary>The rest.</summary>
    public const string StateFile = "trainer_state.json";

    private const string Prefix = "checkpoint_";
    private const string Unfinished = ".unfinished";

    /// <summary>The folder's name of a checkpoint at the end of an epoch.</summary>
    public static string EpochName(int epoch) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}epoch_{epoch}");

    /// <summary>The folder's name of a checkpoint after a step.</summary>
    public static string StepName(int step) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}step_{step}");

    /// <summary>True if the folder holds checkpoints, whole or not.</summary>
    public bool HasAny => Folders().Any();

    /// <summary>Saves a checkpoint; one of the same name is replaced. Then older ones are removed, as many as are too many.</summary>
    /// <param name="name">The folder's name.</param>
    /// <param name="model">Its trained weights are saved.</param>
    /// <param name="optimizer">Moments.</param>
    /// <param name="state">The rest; its list of files is filled in.</param>
    /// <param name="modelMetadata">For the weights' file.</param>
    /// <param name="applyAverages">Puts averaged weights in the place of the model's until what it returns is disposed; null: there are none.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="IOException">It can't be written, for instance because the disk is full; nothing is left of it then, and all others are as they were.</exception>
    public string Save(
        string name,
        IMapModel model,
        IEnumerable<NamedParameter> optimizer,
        TrainerState state,
        IReadOnlyDictionary<string, string> modelMetadata,
        Func<IDisposable>? applyAverages = null)
    {
        RemoveUnfinished();
        string target = Path.Combine(folder, name);
        string part = target + Unfinished;
        try
        {
            Write(part, model, optimizer, state, modelMetadata, applyAverages);
        }
        catch (IOException)
        {
            RemoveUnfinished();
            throw;
        }

        if (Directory.Exists(target))
        {
            string old = target + ".old" + Unfinished;
            Directory.Move(target, old);
            Directory.Move(part, target);
            Directory.Delete(old, recursive: true);
        }
        else
        {
            Directory.Move(part, target);
        }

        Prune(target);
        return target;
    }

    private static void Write(
        string part,
        IMapModel model,
        IEnumerable<NamedParameter> optimizer,
        TrainerState state,
        IReadOnlyDictionary<string, string> modelMetadata,
        Func<IDisposable>? applyAverages)
    {
        Directory.CreateDirectory(part);
        List<string> files = [ModelFile, OptimizerFile];
        MapModelFile.Save(Path.Combine(part, ModelFile), model, includeFrozen: false, modelMetadata);
        SafetensorsWriter.Write(Path.Combine(part, OptimizerFile), optimizer);
        if (applyAverages is not null)
        {
            using IDisposable averages = applyAverages();
            MapModelFile.Save(Path.Combine(part, AveragedModelFile), model, includeFrozen: false, modelMetadata);
            files.Add(AveragedModelFile);
        }

        state = state with { Files = [.. files.Select(file => Describe(part, file))] };
        AtomicFile.WriteText(Path.Combine(part, StateFile), JsonSerializer.Serialize(state, TrainingJson.Options));
    }

    /// <summary>Finds the newest whole checkpoint.</summary>
    /// <param name="passedOver">Is told why a newer one was passed over.</param>
    /// <returns>Its folder and state, or null where there is none.</returns>
    public (string Path, TrainerState State)? FindNewest(Action<string> passedOver)
    {
        List<(string Path, TrainerState State)> whole = [];
        foreach (string path in Folders())
        {
            try
            {
                whole.Add((path, ReadState(path)));
            }
            catch (InvalidInputException e)
            {
                passedOver($"Passed over a damaged checkpoint: {e.Message}");
            }
        }

        foreach ((string path, TrainerState state) in whole.OrderByDescending(c => c.State.Step).ThenByDescending(c => c.State.EpochsFinished))
        {
            try
            {
                CheckFiles(path, state);
                return (path, state);
            }
            catch (InvalidInputException e)
            {
                passedOver($"Passed over a damaged checkpoint: {e.Message}");
            }
        }

        return null;
    }

    /// <summary>Reads the state of a checkpoint and checks that its files are whole.</summary>
    /// <param name="path">Its folder.</param>
    /// <exception cref="InvalidInputException">Something is missing or damaged.</exception>
    public static TrainerState Open(string path)
    {
        TrainerState state = ReadState(path);
        CheckFiles(path, state);
        return state;
    }

    private static TrainerState ReadState(string path)
    {
        string file = Path.Combine(path, StateFile);
        try
        {
            TrainerState? state = JsonSerializer.Deserialize<TrainerState>(File.ReadAllText(file), TrainingJson.Options);
            return state switch
            {
                null => throw new InvalidInputException(file, "it holds nothing"),
                { FormatVersion: not TrainerState.CurrentVersion } => throw new InvalidInputException(
                    file, $"version {state.FormatVersion} can't be read, only {TrainerState.CurrentVersion}", field: nameof(state.FormatVersion)),
                _ => state,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InvalidInputException(file, $"no whole checkpoint: {e.Message}", innerException: e);
        }
    }

    private static void CheckFiles(string path, TrainerState state)
    {
        ImmutableArray<string> needed = [ModelFile, OptimizerFile];
        foreach (string name in needed.Except(state.Files.Select(f => f.Name)))
        {
            throw new InvalidInputException(Path.Combine(path, StateFile), $"it does not list {name}", field: nameof(state.Files));
        }

        foreach (CheckpointFile file in state.Files)
        {
            string full = Path.Combine(path, Path.GetFileName(file.Name));
            if (!File.Exists(full) || Describe(path, Path.GetFileName(file.Name)) != file)
            {
                throw new InvalidInputException(full, "the file is missing or not as it was written");
            }
        }
    }

    private static CheckpointFile Describe(string path, string name)
    {
        using FileStream stream = File.OpenRead(Path.Combine(path, name));
        return new CheckpointFile(name, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    private IEnumerable<string> Folders() => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder, Prefix + "*").Where(d => !d.EndsWith(Unfinished, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        : [];

    private static int StepOf(string path)
    {
        try
        {
            return ReadState(path).Step;
        }
        catch (InvalidInputException)
        {
            // A damaged checkpoint is the first to go.
            return -1;
        }
    }

    private void RemoveUnfinished()
    {
        foreach (string left in Directory.EnumerateDirectories(folder, $"{Prefix}*{Unfinished}").ToArray())
        {
            Directory.Delete(left, recursive: true);
        }
    }

    private void Prune(string justSaved)
    {
        if (keepLast is not { } keep)
        {
            return;
        }

        IEnumerable<string> tooOld = Folders()
            .Where(path => path != justSaved)
            .OrderByDescending(StepOf)
            .Skip(keep - 1);
        foreach (string path in tooOld.ToArray())
        {
            // Renamed first: a run that is killed half-way through leaves no half of a checkpoint under its name.
            string doomed = path + Unfinished;
            Directory.Move(path, doomed);
            Directory.Delete(doomed, recursive: true);
        }
    }
}
