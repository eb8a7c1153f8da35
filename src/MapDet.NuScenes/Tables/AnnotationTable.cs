using System.Collections.Immutable;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>The table <c>sample_annotation</c> with <c>attribute</c> and <c>visibility</c>, joined: some 160 bytes a row.</summary>
internal sealed class AnnotationTable
{
    public const string Table = "sample_annotation";
    private const string AttributeName = "attribute";
    private const string VisibilityName = "visibility";
    private const int NoVisibility = -1;

    private readonly TokenList _tokens = new();
    private readonly ChunkedList<AnnotationRow> _rows = new();

    // The attributes of all rows, each row's behind those of the row before.
    private readonly ChunkedList<int> _attributes = new();

    private AnnotationTable(TableFiles files, SampleLookup samples, InstanceTable instances)
    {
        Attributes = ReadAttributes(files);
        Visibilities = ReadVisibilities(files);
        Chains = new RowChains(files, Table, _tokens, ReadRows(files, samples, instances));
        Chains.ExpectShared("instance", row => _rows[row].Instance);
    }

    public RecordTable<AttributeRecord> Attributes { get; }

    public RecordTable<VisibilityRecord> Visibilities { get; }

    /// <summary>The annotations of each object, one after the other.</summary>
    public RowChains Chains { get; }

    public int Count => _tokens.Count;

    public ref readonly AnnotationRow this[int row] => ref _rows[row];

    public RecordToken TokenAt(int row) => _tokens[row];

    public bool TryFind(RecordToken token, out int row) => _tokens.TryFind(token, out row);

    public static AnnotationTable Read(TableFiles files, SampleLookup samples, InstanceTable instances) => new(files, samples, instances);

    public ImmutableArray<AttributeRecord> AttributesOf(int row)
    {
        int end = row + 1 < _rows.Count ? _rows[row + 1].FirstAttribute : _attributes.Count;
        ImmutableArray<AttributeRecord>.Builder attributes = ImmutableArray.CreateBuilder<AttributeRecord>(end - _rows[row].FirstAttribute);
        for (int i = _rows[row].FirstAttribute; i < end; i++)
        {
            attributes.Add(Attributes.Records[_attributes[i]]);
        }

        return attributes.MoveToImmutable();
    }

    public VisibilityRecord? VisibilityOf(int row) => _rows[row].Visibility == NoVisibility ? null : Visibilities.Records[_rows[row].Visibility];

    private ChunkedList<RowLinks> ReadRows(TableFiles files, SampleLookup samples, InstanceTable instances)
    {
        TokenColumn token = files.Token("token");
        TokenColumn sample = files.Token("sample_token");
        TokenColumn instance = files.Token("instance_token");
        TokenColumn visibility = files.Token("visibility_token");
        TokensColumn attributes = new("attribute_tokens", files.Texts);
        PoseColumns pose = new();
        NumbersColumn size = new("size", 3);
        TokenColumn previous = files.Token("prev");
        TokenColumn next = files.Token("next");
        IntegerColumn lidarPoints = new("num_lidar_pts");
        IntegerColumn radarPoints = new("num_radar_pts");
        RecordSchema schema = new(
            token, sample, instance, visibility, attributes, pose.Translation, size, pose.Rotation, previous, next, lidarPoints, radarPoints);
        ChunkedList<RowLinks> links = new();
        files.Read(Table, schema, () =>
        {
            if (!_tokens.TryAdd(token.Value))
            {
                throw files.Duplicate(Table, token);
            }

            _rows.Add(new AnnotationRow(
                samples.Find(files, Table, token, sample),
                instances.Find(files, Table, token, instance),
                visibility.Value.IsNone ? NoVisibility : Visibilities.Find(files, Table, token, visibility),
                _attributes.Count,
                pose.Read(files.PathOf(Table), schema),
                new BoxSize(size[0], size[1], size[2]),
                files.NumberOf("points", Table, token, lidarPoints),
                files.NumberOf("points", Table, token, radarPoints)));
            AddAttributes(files, token, attributes);
            links.Add(new RowLinks(previous.Value, next.Value));
        });
        return links;
    }

    private void AddAttributes(TableFiles files, TokenColumn record, TokensColumn attributes)
    {
        foreach (RecordToken attribute in attributes.Values)
        {
            _attributes.Add(Attributes.TryFind(attribute, out int index)
                ? index
                : throw files.Unknown(Table, record.Value, attributes.Name, attribute, AttributeName));
        }
    }

    private static RecordTable<AttributeRecord> ReadAttributes(TableFiles files)
    {
        TextColumn name = new("name");
        TextColumn description = new("description", optional: true);
        return RecordTable<AttributeRecord>.Read(
            files, AttributeName, token => new AttributeRecord(token.Text, name.Value, description.Value), name, description);
    }

    private static RecordTable<VisibilityRecord> ReadVisibilities(TableFiles files)
    {
        TextColumn level = new("level");
        TextColumn description = new("description", optional: true);
        return RecordTable<VisibilityRecord>.Read(
            files, VisibilityName, token => new VisibilityRecord(token.Text, level.Value, description.Value), level, description);
    }
}
