namespace MapDet.Training.Planning.Tape;

/// <summary>A piece of memory that virtual tensors and the backward pass share.</summary>
/// <param name="bytes">Its size.</param>
internal sealed class VirtualBlock(long bytes)
{
    public long Bytes { get; } = bytes;

    /// <summary>How many scopes, recorded operations and gradients hold it; it is free again at 0.</summary>
    public int Holders { get; set; }
}
