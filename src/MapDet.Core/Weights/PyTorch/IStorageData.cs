namespace MapDet.Core.Weights.PyTorch;

/// <summary>Where the numbers of a file's storages are.</summary>
internal interface IStorageData : IDisposable
{
    /// <summary>True if numbers are stored with their highest byte first.</summary>
    bool IsBigEndian { get; }

    /// <summary>Opens a storage; one stream is open at a time.</summary>
    /// <param name="storage">One of the file's.</param>
    /// <param name="offset">The first byte to read, counted from the storage's beginning.</param>
    /// <returns>A stream that stands at the offset, which the caller disposes.</returns>
    Stream Open(StorageReference storage, long offset);
}
