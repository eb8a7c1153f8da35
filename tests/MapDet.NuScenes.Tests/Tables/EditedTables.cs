using System.Text.Json.Nodes;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Tests.Tables;

/// <summary>A copy of the reference's tables that a test may change; it goes with the test.</summary>
internal sealed class EditedTables : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public EditedTables(string version = NuScenesVersions.Mini)
    {
        Version = version;
        Directory.CreateDirectory(_folder[version]);
        foreach (string file in Directory.EnumerateFiles(GoldenFiles.Path("dataset", NuScenesVersions.Mini)))
        {
            File.Copy(file, PathOf(Path.GetFileNameWithoutExtension(file)));
        }
    }

    public string Version { get; }

    public string DataRoot => _folder.Path;

    public string PathOf(string table) => Path.Combine(_folder[Version], table + ".json");

    public JsonArray Read(string table) => JsonNode.Parse(File.ReadAllText(PathOf(table)))!.AsArray();

    /// <summary>Changes a table.</summary>
    public void Edit(string table, Action<JsonArray> change)
    {
        JsonArray records = Read(table);
        change(records);
        File.WriteAllText(PathOf(table), records.ToJsonString());
    }

    /// <summary>Sets a field of the first record that fits.</summary>
    /// <returns>The record's token.</returns>
    public string Set(string table, string field, JsonNode? value, Func<JsonNode, bool>? where = null)
    {
        string token = "";
        Edit(table, records =>
        {
            JsonNode record = records.First(record => where is null || where(record!))!;
            record[field] = value;
            token = record["token"]!.GetValue<string>();
        });
        return token;
    }

    public NuScenesTables Load() => NuScenesTables.Load(DataRoot, Version);

    public void Dispose() => _folder.Dispose();
}
