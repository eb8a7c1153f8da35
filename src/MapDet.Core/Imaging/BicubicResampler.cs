using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MapDet.Core.Imaging;

/// <summary>
/// Resizes 8-bit pictures of one size to another with an antialiased bicubic filter, to the very bytes that Pillow gives. Safe for use
/// from several threads at once.
/// </summary>
/// <remarks>
/// Source: Pillow 9.4, <c>Image.resize(size, BICUBIC)</c>, as the image processors of CLIP and BLIP use it. The horizontal pass is
/// rounded and clipped to bytes before the vertical one. Pixels are four bytes wide here; the fourth is resampled like the others.
/// </remarks>
public sealed class BicubicResampler
{
    /// <summary>Bytes of a pixel.</summary>
    public const int BytesPerPixel = 4;

    private readonly FilterTaps _columns;
    private readonly FilterTaps _rows;
    private readonly int _firstRow;

    /// <summary>Computes the filters for a pair of sizes.</summary>
    /// <param name="sourceWidth">Width of the given pictures, pixels.</param>
    /// <param name="sourceHeight">Height of the given pictures, pixels.</param>
    /// <param name="width">Width after resizing, pixels.</param>
    /// <param name="height">Height after resizing and before cutting, pixels.</param>
    /// <param name="cropTop">Rows cut off at the top after resizing; they are not computed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or no row is left.</exception>
    public BicubicResampler(int sourceWidth, int sourceHeight, int width, int height, int cropTop = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(cropTop);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(height, cropTop);
        SourceWidth = sourceWidth;
        SourceHeight = sourceHeight;
        Width = width;
        Height = height - cropTop;
        _firstRow = cropTop;
        _columns = FilterTaps.Bicubic(sourceWidth, width);
        _rows = FilterTaps.Bicubic(sourceHeight, height);
    }

    /// <summary>Width of the given pictures, pixels.</summary>
    public int SourceWidth { get; }

    /// <summary>Height of the given pictures, pixels.</summary>
    public int SourceHeight { get; }

    /// <summary>Width of the result, pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the result without the rows that were cut, pixels.</summary>
    public int Height { get; }

    /// <summary>Resizes a picture.</summary>
    /// <param name="source">Four bytes a pixel, row by row without padding.</param>
    /// <param name="destination">Takes <see cref="Width"/> x <see cref="Height"/> pixels of four bytes, row by row.</param>
    /// <exception cref="ArgumentException">A buffer has another size.</exception>
    public void Resize(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.Length != SourceWidth * SourceHeight * BytesPerPixel || destination.Length != Width * Height * BytesPerPixel)
        {
            throw new ArgumentException("A buffer does not have the size of its picture.");
        }

        bool sameWidth = SourceWidth == Width;
        bool sameHeight = SourceHeight == Height + _firstRow;
        int firstSourceRow = sameHeight ? _firstRow : _rows.Starts[_firstRow];
        ReadOnlySpan<byte> needed = source[(firstSourceRow * SourceWidth * BytesPerPixel)..];
        if (sameHeight && sameWidth)
        {
            needed.CopyTo(destination);
        }
        else if (sameHeight)
        {
            ResizeRows(needed, destination);
        }
        else if (sameWidth)
        {
            ResizeColumns(needed, firstSourceRow, destination);
        }
        else
        {
            int length = (SourceHeight - firstSourceRow) * Width * BytesPerPixel;
            byte[] between = ArrayPool<byte>.Shared.Rent(length);
            ResizeRows(needed, between.AsSpan(0, length));
            ResizeColumns(between.AsSpan(0, length), firstSourceRow, destination);
            ArrayPool<byte>.Shared.Return(between);
        }
    }

    private void ResizeRows(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int sourceStride = SourceWidth * BytesPerPixel;
        int stride = Width * BytesPerPixel;
        for (int row = 0; row * sourceStride < source.Length; row++)
        {
            ReadOnlySpan<uint> pixels = MemoryMarshal.Cast<byte, uint>(source.Slice(row * sourceStride, sourceStride));
            Span<uint> result = MemoryMarshal.Cast<byte, uint>(destination.Slice(row * stride, stride));
            for (int x = 0; x < result.Length; x++)
            {
                result[x] = FilterPixel(pixels.Slice(_columns.Starts[x], _columns.Counts[x]), _columns.Weights(x));
            }
        }
    }

    private static uint FilterPixel(ReadOnlySpan<uint> pixels, ReadOnlySpan<int> weights)
    {
        Vector128<int> sum = Vector128.Create(FilterTaps.Half);
        for (int tap = 0; tap < pixels.Length; tap++)
        {
            Vector128<ushort> channels = Vector128.WidenLower(Vector128.CreateScalarUnsafe(pixels[tap]).AsByte());
            sum += Vector128.WidenLower(channels).AsInt32() * weights[tap];
        }

        Vector128<int> bytes = Vector128.Min(Vector128.Max(sum >> FilterTaps.FractionBits, Vector128<int>.Zero), Vector128.Create(255));
        Vector128<short> narrowed = Vector128.Narrow(bytes, bytes);
        return Vector128.Narrow(narrowed.AsUInt16(), narrowed.AsUInt16()).AsUInt32().ToScalar();
    }

    private void ResizeColumns(ReadOnlySpan<byte> source, int firstSourceRow, Span<byte> destination)
    {
        int stride = Width * BytesPerPixel;
        int[] sums = ArrayPool<int>.Shared.Rent(stride);
        Span<int> sum = sums.AsSpan(0, stride);
        for (int row = 0; row < Height; row++)
        {
            sum.Fill(FilterTaps.Half);
            ReadOnlySpan<int> weights = _rows.Weights(_firstRow + row);
            int start = _rows.Starts[_firstRow + row] - firstSourceRow;
            for (int tap = 0; tap < weights.Length; tap++)
            {
                AddWeighted(source.Slice((start + tap) * stride, stride), weights[tap], sum);
            }

            StoreClipped(sum, destination.Slice(row * stride, stride));
        }

        ArrayPool<int>.Shared.Return(sums);
    }

    private static void AddWeighted(ReadOnlySpan<byte> values, int weight, Span<int> sum)
    {
        int i = 0;
        for (; i <= values.Length - 8; i += 8)
        {
            Vector128<ushort> wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(values[i..])).AsByte());
            (Vector128<uint> lower, Vector128<uint> upper) = Vector128.Widen(wide);
            (Vector128.Create<int>(sum[i..]) + (lower.AsInt32() * weight)).CopyTo(sum[i..]);
            (Vector128.Create<int>(sum[(i + 4)..]) + (upper.AsInt32() * weight)).CopyTo(sum[(i + 4)..]);
        }

        for (; i < values.Length; i++)
        {
            sum[i] += values[i] * weight;
        }
    }

    private static void StoreClipped(ReadOnlySpan<int> sum, Span<byte> destination)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            destination[i] = (byte)Math.Clamp(sum[i] >> FilterTaps.FractionBits, 0, 255);
        }
    }
}
