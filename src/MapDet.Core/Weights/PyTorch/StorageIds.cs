namespace MapDet.Core.Weights.PyTorch;

/// <summary>Reads the ids by which pickles refer to storages.</summary>
internal static class StorageIds
{
    // PyTorch's are numbers.
    private const int LongestKey = 64;

    /// <summary>Reads <c>('storage', class, key, location, count)</c>, in legacy files followed by the view or none.</summary>
    /// <param name="id">What the pickle says.</param>
    /// <exception cref="PickleException">It is something else.</exception>
    public static StorageReference Read(object? id)
    {
        if (id is not object?[] { Length: 5 or 6 } parts
            || parts is not ["storage", PickleGlobal kind, string { Length: <= LongestKey } key, string, long and >= 0, ..]
            || !StorageTypes.IsStorage(kind))
        {
            throw new PickleException("refers to what is no storage of numbers");
        }

        (TorchSharp.torch.ScalarType type, int size) = StorageTypes.Get(kind);
        long count = (long)parts[4]!;
        long start = parts.Length == 5 || parts[5] is null
            ? 0
            : parts[5] is object?[] and [string, long and >= 0 and var offset, long] ? offset : throw new PickleException("refers to a view that can't be read");
        return count <= long.MaxValue / size ? new StorageReference(key, type, size, count, start) : throw new PickleException("refers to a storage larger than any");
    }
}
