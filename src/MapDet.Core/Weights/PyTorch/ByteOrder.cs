using System.Buffers.Binary;
using System.Runtime.InteropServices;
using TorchSharp;

namespace MapDet.Core.Weights.PyTorch;

/// <summary>Numbers of a machine that writes their highest byte first.</summary>
internal static class ByteOrder
{
    // A span has no more than 2^31 bytes.
    private const long PartLength = 1 << 24;

    /// <summary>Turns the bytes of each number round, in place.</summary>
    /// <param name="numbers">Contiguous, on the CPU.</param>
    /// <param name="elementSize">The length of a number in bytes.</param>
    public static void Reverse(torch.Tensor numbers, int elementSize)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor flat = numbers.view(-1);
        for (long start = 0; start < flat.numel(); start += PartLength)
        {
            Reverse(flat.narrow(0, start, Math.Min(PartLength, flat.numel() - start)).bytes, elementSize);
        }
    }

    private static void Reverse(Span<byte> bytes, int elementSize)
    {
        switch (elementSize)
        {
            case sizeof(short):
                Span<short> shorts = MemoryMarshal.Cast<byte, short>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case sizeof(int):
                Span<int> ints = MemoryMarshal.Cast<byte, int>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case sizeof(long):
                Span<long> longs = MemoryMarshal.Cast<byte, long>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            default:
                break;
        }
    }
}
