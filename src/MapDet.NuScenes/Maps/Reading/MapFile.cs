using System.Collections.Immutable;
using MapDet.Core;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>A file of the map expansion, read as a stream, its layers in whatever order they come.</summary>
internal sealed class MapFile(string path)
{
    private const string LeastVersion = "1.3";

    public string Path { get; } = path;

    public TokenTexts Texts { get; } = new();

    /// <summary>Reads the file from front to back.</summary>
    /// <param name="needed">The layers that must be there.</param>
    /// <param name="onLayer">Takes or skips the value of the named property, which comes next.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The map's version.</returns>
    public string Read(ImmutableArray<string> needed, Action<JsonRecordFile, string> onLayer, CancellationToken cancellationToken)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        string? version = null;
        using JsonRecordFile json = JsonRecordFile.Open(Path, cancellationToken);
        json.ExpectObject();
        while (json.ReadPropertyName() is { } name)
        {
            if (name == "version")
            {
                version = json.ReadText();
                ExpectVersion(version);
            }
            else
            {
                onLayer(json, name);
                found.Add(name);
            }
        }

        json.ExpectEnd();
        ExpectVersion(version);
        string? missing = needed.FirstOrDefault(layer => !found.Contains(layer));
        return missing is null ? version! : throw Fault($"the map, version {version}, has no such layer.", null, missing);
    }

    public TokenColumn Token(string name, bool optional = false) => new(name, Texts, optional);

    public InvalidInputException Fault(string problem, string? record, string? field) => new(Path, problem, record, field);

    public InvalidInputException Duplicate(string layer, RecordToken record) =>
        Fault($"two records of the layer '{layer}' have this token.", Texts.Text(record), "token");

    public InvalidInputException Unknown(string record, string field, string layer, RecordToken target) =>
        Fault($"no record of the layer '{layer}' has the token '{Texts.Text(target)}'.", record, field);

    // The official reader compares the texts as well; a file without a version is taken for 1.0.
    private void ExpectVersion(string? version)
    {
        if (string.CompareOrdinal(version ?? "1.0", LeastVersion) < 0)
        {
            string found = version is null ? "the file has no version" : $"the map has version {version}";
            throw Fault($"{found}, but {LeastVersion} or later is needed (map expansion pack v1.3).", null, "version");
        }
    }
}
