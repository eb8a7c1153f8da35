namespace MapDet.Core.Weights.PyTorch;

/// <summary>A dictionary of a pickle, in the order of its entries; made without memory of its own until something is set.</summary>
internal sealed class PickleDictionary
{
    private List<KeyValuePair<object?, object?>>? _entries;

    public IReadOnlyList<KeyValuePair<object?, object?>> Entries => _entries ?? (IReadOnlyList<KeyValuePair<object?, object?>>)[];

    public void Set(object? key, object? value)
    {
        _entries ??= new List<KeyValuePair<object?, object?>>(1);
        _entries.Add(KeyValuePair.Create(key, value));
    }
}
