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
        return file.ReadTable(schema, () =>
        {
            // The empty text stands for no record: nothing could lead to a record of that name.
            if (schema.Token is { Value.IsNone: true } token)
            {
                throw Fault(table, "a record has an empty token.", null, token.Name);
            }

            onRecord();
        });
    }

    public InvalidInputException Fault(string table, string problem, string? record, string? field) =>
        new(PathOf(table), problem, record, field);

    public InvalidInputException Fault(string table, string problem, RecordToken record, string field) =>
        Fault(table, problem, Texts.Text(record), field);

    public InvalidInputException Duplicate(string table, TokenColumn record) =>
        Fault(table, "two records have this token.", record.Text, "token");

    public InvalidInputException Unknown(string table, TokenColumn record, TokenColumn field, string target) =>
        Unknown(table, record.Value, field.Name, field.Value, target);

    public InvalidInputException Unknown(string table, RecordToken record, string field, RecordToken value, string target) =>
        Fault(table, $"no record of {target}.json has the token '{Texts.Text(value)}'.", record, field);

    /// <summary>The number that a column holds of things that can be counted; 0 if it is absent.</summary>
    public int NumberOf(string things, string table, TokenColumn record, IntegerColumn column) => column.Value is >= 0 and <= int.MaxValue
        ? (int)column.Value
        : throw Fault(table, $"{column.Value} is no number of {things}.", record.Text, column.Name);

    /// <summary>Expects a path below the data root.</summary>
    public void ExpectBelowRoot(string table, TokenColumn record, TextColumn path)
    {
        if (!DataPath.IsBelowFolder(path.Utf8))
        {
            throw Fault(table, $"'{path.Value}' is no path below the data root.", record.Text, path.Name);
        }
    }
}
