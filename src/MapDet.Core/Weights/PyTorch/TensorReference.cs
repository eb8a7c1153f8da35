using System.Collections.Immutable;

namespace MapDet.Core.Weights.PyTorch;

/// <summary>A tensor of a file, not read yet. Its view lies within its storage; what it repeats of that makes it longer.</summary>
/// <param name="Storage">What it is a view of.</param>
/// <param name="Offset">The first element, counted from the beginning of the storage.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Strides">Elements from one index to the next, for each dimension.</param>
/// <param name="ByteLength">Length of its numbers in bytes, repeated ones counted as often as they are there.</param>
/// <param name="Span">Elements from the first to behind the last one, gaps included.</param>
internal sealed record TensorReference(StorageReference Storage, long Offset, ImmutableArray<long> Shape, ImmutableArray<long> Strides, long ByteLength, long Span)
{
    /// <summary>Bytes from the first number to behind the last one in the file.</summary>
    public long SpanLength => Span * Storage.ElementSize;

    /// <summary>True if the elements lie one behind the other in the order of their indices.</summary>
    public bool IsContiguous
    {
        get
        {
            long step = 1;
            for (int i = Shape.Length - 1; i >= 0; i--)
            {
                if (Shape[i] != 1 && Strides[i] != step)
                {
                    return ByteLength == 0;
                }

                step *= Shape[i];
            }

            return true;
        }
    }
}
