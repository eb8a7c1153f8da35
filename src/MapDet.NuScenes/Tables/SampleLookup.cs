using MapDet.Core;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>The samples of read tables by token, for tables that are read on demand.</summary>
internal sealed class SampleLookup
{
    private readonly SampleRecord[] _records;
    private readonly Dictionary<RecordToken, int> _index;

    public SampleLookup(NuScenesTables tables, TableFiles files)
    {
        _records = [.. tables.Samples.Select(pair => pair.Sample).OrderBy(sample => sample.Index)];
        _index = _records.ToDictionary(sample => files.Texts.Parse(sample.Token), sample => sample.Index);
    }

    public int Count => _records.Length;

    /// <summary>The sample of an index.</summary>
    public SampleRecord this[int index] => _records[index];

    /// <summary>The index of the sample that a field of a table names.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public int Find(TableFiles files, string table, TokenColumn record, TokenColumn field) =>
        _index.TryGetValue(field.Value, out int index) ? index : throw files.Unknown(table, record, field, SceneTables.SampleTable);
}
