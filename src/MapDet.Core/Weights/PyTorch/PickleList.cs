namespace MapDet.Core.Weights.PyTorch;

/// <summary>A list of a pickle; made without memory of its own until something is appended.</summary>
internal sealed class PickleList
{
    private List<object?>? _items;

    public IReadOnlyList<object?> Items => _items ?? (IReadOnlyList<object?>)[];

    public void Append(ReadOnlySpan<object?> items)
    {
        _items ??= new List<object?>(items.Length);
        _items.AddRange(items);
    }
}
