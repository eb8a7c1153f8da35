using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using MapDet.NuScenes.Synthesis;

namespace MapDet.NuScenes.Tests.Synthesis;

/// <summary>A folder for one synthetic data set that is gone after the test.</summary>
internal sealed class SyntheticFolder : IDisposable
{
    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"mapdet-synthesis-{Guid.NewGuid():N}");

    /// <summary>A small data set: four scenes, one in each town.</summary>
    public SynthesisOptions Options => new()
    {
        Output = Root,
        Scenes =
        [
            new SyntheticScene("scene-0061", "singapore-onenorth"),
            new SyntheticScene("scene-0553", "boston-seaport"),
            new SyntheticScene("scene-0103", "singapore-hollandvillage"),
            new SyntheticScene("scene-0916", "singapore-queenstown"),
        ],
        SamplesPerScene = 3,
        ImageWidth = 64,
        ImageHeight = 36,
        Seed = 7,
    };

    public JsonElement Table(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, "v1.0-mini", $"{name}.json")));
        return document.RootElement.Clone();
    }

    public JsonElement Map(string location)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, "maps", "expansion", $"{location}.json")));
        return document.RootElement.Clone();
    }

    /// <summary>The content of every file by its path.</summary>
    public ImmutableSortedDictionary<string, string> Hashes() => Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        .ToImmutableSortedDictionary(path => Path.GetRelativePath(Root, path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    public void Dispose()
    {
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
