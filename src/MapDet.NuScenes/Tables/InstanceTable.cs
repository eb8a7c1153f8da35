using MapDet.Core;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>The tables <c>instance</c> and <c>category</c>, joined.</summary>
internal sealed class InstanceTable
{
    public const string Table = "instance";

    private readonly TokenList _tokens = new();
    private readonly ChunkedList<InstanceRow> _rows = new();
    private readonly TokenTexts _texts;

    private InstanceTable(TokenTexts texts, RecordTable<CategoryRecord> categories)
    {
        (_texts, Categories) = (texts, categories);
    }

    public RecordTable<CategoryRecord> Categories { get; }

    public int Count => _tokens.Count;

    public ref readonly InstanceRow this[int row] => ref _rows[row];

    public RecordToken TokenAt(int row) => _tokens[row];

    public bool TryFind(RecordToken token, out int row) => _tokens.TryFind(token, out row);

    /// <summary>The row that a field of another table names.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public int Find(TableFiles files, string table, TokenColumn record, TokenColumn field) =>
        _tokens.TryFind(field.Value, out int row) ? row : throw files.Unknown(table, record, field, Table);

    public InstanceRecord Record(int row)
    {
        InstanceRow data = _rows[row];
        return new InstanceRecord(
            _texts.Text(_tokens[row]),
            Categories.Records[data.Category],
            data.AnnotationCount,
            _texts.Text(data.FirstAnnotation),
            _texts.Text(data.LastAnnotation));
    }

    public static InstanceTable Read(TableFiles files)
    {
        InstanceTable instances = new(files.Texts, ReadCategories(files));
        TokenColumn token = files.Token("token");
        TokenColumn category = files.Token("category_token");
        IntegerColumn count = new("nbr_annotations");
        TokenColumn first = files.Token("first_annotation_token");
        TokenColumn last = files.Token("last_annotation_token");
        files.Read(Table, new RecordSchema(token, category, count, first, last), () =>
        {
            if (!instances._tokens.TryAdd(token.Value))
            {
                throw files.Duplicate(Table, token);
            }

            instances._rows.Add(new InstanceRow(
                instances.Categories.Find(files, Table, token, category),
                files.NumberOf("annotations", Table, token, count),
                first.Value,
                last.Value));
        });
        return instances;
    }

    private static RecordTable<CategoryRecord> ReadCategories(TableFiles files)
    {
        const string Name = "category";
        TextColumn name = new("name");
        TextColumn description = new("description", optional: true);
        IntegerColumn index = new("index", optional: true);
        return RecordTable<CategoryRecord>.Read(
            files,
            Name,
            token => new CategoryRecord(
                token.Text, name.Value, description.Value, index.HasValue ? files.NumberOf("a label", Name, token, index) : null),
            name,
            description,
            index);
    }
}
