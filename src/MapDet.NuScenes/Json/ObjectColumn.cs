using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>An object, whose fields go into columns of their own. These hold nothing of this record where the object is absent.</summary>
internal sealed class ObjectColumn(string name, RecordSchema fields, bool optional = false) : Column(name, "an object", optional)
{
    private ColumnFault? _inner;

    public override ColumnFault Fault => _inner is { } inner ? inner with { Field = $"{Name}.{inner.Field}" } : base.Fault;

    protected override ColumnResult ReadValue(ref Utf8JsonReader reader)
    {
        _inner = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return ColumnResult.Faulty;
        }

        if (!fields.TryRead(ref reader))
        {
            return ColumnResult.NeedsMore;
        }

        _inner = fields.Fault;
        return _inner is null ? ColumnResult.Done : ColumnResult.Faulty;
    }
}
