using MapDet.Core;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>A table of few records, which are kept as they are.</summary>
internal sealed class RecordTable<T>
{
    private readonly string _name;
    private readonly List<T> _records = [];
    private readonly Dictionary<RecordToken, int> _index = [];

    private RecordTable(string name) => _name = name;

    /// <summary>The records in the order of the file.</summary>
    public IReadOnlyList<T> Records => _records;

    /// <summary>Reads a table.</summary>
    /// <param name="files">Where it lies.</param>
    /// <param name="name">Its name.</param>
    /// <param name="create">Makes a record of its token and what the columns hold.</param>
    /// <param name="columns">The columns beside the token.</param>
    public static RecordTable<T> Read(TableFiles files, string name, Func<TokenColumn, T> create, params Column[] columns)
    {
        RecordTable<T> table = new(name);
        TokenColumn token = files.Token("token");
        files.Read(name, new RecordSchema(token, columns), () =>
        {
            if (!table._index.TryAdd(token.Value, table._records.Count))
            {
                throw files.Duplicate(name, token);
            }

            table._records.Add(create(token));
        });
        return table;
    }

    public bool TryFind(RecordToken token, out int index) => _index.TryGetValue(token, out index);

    /// <summary>The position of the record that a field of another table names.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public int Find(TableFiles files, string table, TokenColumn record, TokenColumn field) =>
        _index.TryGetValue(field.Value, out int index) ? index : throw files.Unknown(table, record, field, _name);
}
