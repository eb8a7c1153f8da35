using System.Collections.Immutable;
using System.Text.Json;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Dataset;

/// <summary>Which scenes belong to which split: the official lists, and those of a file of one's own.</summary>
/// <remarks>Source of the official lists: the nuScenes devkit's <c>splits.py</c>.</remarks>
public sealed class SplitCatalog
{
    private const string Resource = "MapDet.NuScenes.splits.json";
    private const string MiniPrefix = "mini_";

    private readonly ImmutableSortedDictionary<string, ImmutableArray<string>> _scenes;
    private readonly ImmutableHashSet<string> _own;

    private SplitCatalog(ImmutableSortedDictionary<string, ImmutableArray<string>> scenes, ImmutableHashSet<string> own)
    {
        _scenes = scenes;
        _own = own;
    }

    /// <summary>The official splits: train, val, test, mini_train, mini_val.</summary>
    public static SplitCatalog Official { get; } = ReadOfficial();

    /// <summary>Names of all splits, ordered.</summary>
    public IEnumerable<string> Names => _scenes.Keys;

    /// <summary>The official splits, and those of a file, which take the place of official ones of the same name.</summary>
    /// <param name="path">A JSON object of split names with arrays of scene names; null for the official ones alone.</param>
    /// <exception cref="InvalidInputException">The file is absent or holds something else.</exception>
    public static SplitCatalog Load(string? path)
    {
        if (path is null)
        {
            return Official;
        }

        ImmutableSortedDictionary<string, ImmutableArray<string>> own = ReadFile(path);
        return new SplitCatalog(Official._scenes.SetItems(own), own.Keys.ToImmutableHashSet(StringComparer.Ordinal));
    }

    /// <summary>The names of the scenes that a split lists.</summary>
    /// <param name="name">Its own name, see <see cref="Resolve"/>.</param>
    /// <exception cref="MapDetException">There is no such split.</exception>
    public ImmutableArray<string> Scenes(string name) => _scenes.TryGetValue(name, out ImmutableArray<string> scenes) ? scenes : throw Unknown(name);

    /// <summary>The name that a split goes by in a version: for v1.0-mini, train and val mean mini_train and mini_val.</summary>
    /// <param name="split">The name as the user gave it.</param>
    /// <param name="version">One of <see cref="NuScenesVersions"/>, or the name of other data, for which only the splits of the file count.</param>
    /// <exception cref="MapDetException">There is no such split; the message lists those that there are.</exception>
    public string Resolve(string split, string version)
    {
        if (!NuScenesVersions.All.Contains(version) && !_own.Contains(split))
        {
            throw UnknownIn(version, split);
        }

        bool isMini = version == NuScenesVersions.Mini && !_own.Contains(split) && split is "train" or "val";
        string name = isMini ? MiniPrefix + split : split;
        return _scenes.ContainsKey(name)
            ? name
            : throw Unknown(split);
    }

    /// <summary>The samples of a split, ordered by time.</summary>
    /// <param name="frames">All frames of the data, ordered by time.</param>
    /// <param name="version">The name of the data, such as v1.0-mini.</param>
    /// <param name="split">The name as the user gave it.</param>
    /// <exception cref="MapDetException">There is no such split, or it selects no sample.</exception>
    public SplitSelection Select(ImmutableArray<FrameRecord> frames, string version, string split)
    {
        string name = Resolve(split, version);
        HashSet<string> listed = new(Scenes(name), StringComparer.Ordinal);
        ImmutableArray<FrameRecord> samples = [.. frames.Where(frame => listed.Contains(frame.SceneName))];
        if (samples.IsEmpty)
        {
            throw new MapDetException(
                $"The split '{name}' selects no sample: none of its {listed.Count} scenes is in {version}.");
        }

        int present = samples.Select(frame => frame.SceneName).Distinct(StringComparer.Ordinal).Count();
        return new SplitSelection(name, samples, listed.Count, listed.Count - present);
    }

    private MapDetException Unknown(string split) => new($"There is no split '{split}'; the splits are {string.Join(", ", Names)}.");

    // The official lists would only lead astray here: none of their scenes is in the data.
    private MapDetException UnknownIn(string version, string split) => new(_own.IsEmpty
        ? $"There is no split '{split}': {version} has no official splits. Name its scenes in a split file (SplitFile)."
        : $"There is no split '{split}' in the split file; there are {string.Join(", ", _own.Order(StringComparer.Ordinal))}.");

    private static SplitCatalog ReadOfficial()
    {
        using Stream stream = typeof(SplitCatalog).Assembly.GetManifestResourceStream(Resource)!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return new SplitCatalog(Parse(Resource, document.RootElement), []);
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> ReadFile(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(stream);
            return Parse(path, document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException(path, $"the text is not valid JSON: {exception.Message}", innerException: exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(path, $"the split file can't be read: {exception.Message}", innerException: exception);
        }
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> Parse(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidInputException(path, "the split file is not a JSON object of split names with arrays of scene names.");
        }

        ImmutableSortedDictionary<string, ImmutableArray<string>>.Builder splits =
            ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (JsonProperty split in root.EnumerateObject())
        {
            if (split.Value.ValueKind != JsonValueKind.Array || split.Value.EnumerateArray().Any(scene => scene.ValueKind != JsonValueKind.String))
            {
                throw new InvalidInputException(path, "the split is not an array of scene names.", field: split.Name);
            }

            splits[split.Name] = [.. split.Value.EnumerateArray().Select(scene => scene.GetString()!)];
        }

        return splits.ToImmutable();
    }
}
