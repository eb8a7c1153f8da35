using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>An array of objects of one kind.</summary>
/// <param name="name">The field.</param>
/// <param name="item">The columns that an object's fields go into.</param>
/// <param name="make">Makes what is kept of an object from what the columns hold.</param>
/// <param name="optional">True if the field may be absent or null, which reads as no objects.</param>
internal sealed class ObjectListColumn<T>(string name, RecordSchema item, Func<T> make, bool optional = false)
    : Column(name, "an array of objects", optional)
{
    private readonly List<T> _items = [];
    private ColumnFault? _inner;

    public override ColumnFault Fault => _inner is { } inner ? inner with { Field = $"{Name}[{_items.Count}].{inner.Field}" } : base.Fault;

    public T[] ToArray() => [.. _items];

    public override void Clear()
    {
        base.Clear();
        _items.Clear();
    }

    protected override ColumnResult ReadValue(ref Utf8JsonReader reader)
    {
        _items.Clear();
        _inner = null;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return ColumnResult.Faulty;
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                return ColumnResult.Done;
            }

            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return ColumnResult.Faulty;
            }

            if (!item.TryRead(ref reader))
            {
                return ColumnResult.NeedsMore;
            }

            _inner = item.Fault;
            if (_inner is not null)
            {
                return ColumnResult.Faulty;
            }

            _items.Add(make());
        }

        return ColumnResult.NeedsMore;
    }
}
