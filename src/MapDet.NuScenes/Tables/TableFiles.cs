using MapDet.Core;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>The table files of one version.</summary>
/// <param name="DataRoot">The data set's folder.</param>
/// <param name="Version">The version's folder in it.</param>
/// <param name="Texts">Tokens of all tables.</param>
/// <param name="CancellationToken">Stops the reading.</param>
internal sealed record TableFiles(string DataRoot, string Version, TokenTexts Texts, CancellationToken CancellationToken)
{
    public string PathOf(string table) => Path.Combine(DataRoot, Version, table + ".json");

    public TokenColumn Token(string name) => new(name, Texts);

    /// <summary>Reads a table record by record.</summary>
    /// <returns>The number of records.</returns>
    public int Read(string table, RecordSchema schema, Action onRecord)
    {
        using JsonRecordFile file = JsonRecordFile.Open(PathOf(table), CancellationToken);
        return file.ReadTable(schema, onRecord);
    }

    public InvalidInputException Fault(string table, string problem, string? record, string? field) =>
        new(PathOf(table), problem, record, field);

    public InvalidInputException Duplicate(string table, string record) =>
        Fault(table, "two records have this token.", record, "token");

    public InvalidInputException Unknown(string table, string record, TokenColumn field, string target) =>
        Fault(table, $"no record of {target}.json has the token '{field.Text}'.", record, field.Name);
}
