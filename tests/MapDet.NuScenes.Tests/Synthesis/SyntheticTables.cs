using System.Text.Json;
using MapDet.NuScenes.Synthesis;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Tests.Synthesis;

/// <summary>Tables of 90 samples, written once for the tests that look at them.</summary>
public sealed class SyntheticTables : IAsyncLifetime, IDisposable
{
    private readonly SyntheticFolder _folder = new();

    internal SyntheticTablesOptions Options => new() { Output = _folder.Root, Version = NuScenesVersions.TrainVal, Samples = 90, Seed = 7 };

    internal SyntheticFolder Folder => _folder;

    /// <summary>The records of a table in their order.</summary>
    public IReadOnlyList<JsonElement> Table(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder.Root, Options.Version, $"{name}.json")));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    public Task InitializeAsync() => new SyntheticTablesWriter(Options).WriteAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
