using System.Buffers.Binary;
using System.Collections.Immutable;

namespace MapDet.Benchmarks.Fuzzing;

/// <summary>Damages files in the ways in which files are damaged or forged. Equal numbers give equal files.</summary>
/// <param name="samples">Whole files.</param>
internal sealed class DamagedFiles(ImmutableArray<FuzzSample> samples)
{
    private const int MostChanges = 4;

    /// <summary>Bytes that mean something in headers and pickles.</summary>
    private static readonly byte[] s_bytes = [0, 1, 0x7f, 0x80, 0x85, 0x86, 0x8a, 0xff, .. "(.cRbq}]tQXUJMK{}[],:\"0129"u8];

    /// <summary>Numbers that break sums and products.</summary>
    private static readonly long[] s_numbers = [0, 1, -1, int.MaxValue, uint.MaxValue, 1L << 40, long.MaxValue, long.MinValue];

    /// <summary>Makes a file.</summary>
    /// <param name="number">Which.</param>
    public FuzzSample Create(long number)
    {
        Random random = new(unchecked((int)(number * 2654435761L)));
        FuzzSample whole = samples[random.Next(samples.Length)];
        byte[] content = [.. whole.Content];
        int changes = 1 + random.Next(MostChanges);
        for (int i = 0; i < changes && content.Length > 0; i++)
        {
            content = Change(content, random);
        }

        return whole with { Content = content };
    }

    private byte[] Change(byte[] content, Random random)
    {
        int place = random.Next(content.Length);
        switch (random.Next(10))
        {
            case 0:
                content[place] ^= (byte)(1 << random.Next(8));
                return content;
            case 1:
                content[place] = s_bytes[random.Next(s_bytes.Length)];
                return content;
            case 2:
                content[place] = (byte)random.Next(256);
                return content;
            case 3:
                WriteNumber(content.AsSpan(place), random);
                return content;
            case 4:
                return content[..place];
            case 5:
                return [.. content[..place], .. content[Math.Min(content.Length, place + 1 + random.Next(16))..]];
            case 6:
                int length = Math.Min(content.Length - place, 1 + random.Next(64));
                return [.. content[..place], .. content[place..(place + length)], .. content[place..]];
            case 7:
                return [.. content[..place], .. HostileParts.All[random.Next(HostileParts.All.Length)], .. content[place..]];
            case 8:
                ChangeDigit(content.AsSpan(place), random);
                return content;
            default:
                byte[] other = samples[random.Next(samples.Length)].Content;
                int start = random.Next(other.Length);
                return [.. content[..place], .. other[start..Math.Min(other.Length, start + random.Next(64))], .. content[place..]];
        }
    }

    private static void WriteNumber(Span<byte> target, Random random)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, s_numbers[random.Next(s_numbers.Length)]);
        int length = Math.Min(target.Length, random.Next(2) == 0 ? sizeof(int) : sizeof(long));
        number[..length].CopyTo(target);
    }

    /// <summary>Puts another digit in the place of the next one: numbers of a text stay numbers.</summary>
    private static void ChangeDigit(Span<byte> target, Random random)
    {
        int digit = target.IndexOfAnyInRange((byte)'0', (byte)'9');
        if (digit >= 0)
        {
            target[digit] = (byte)('0' + random.Next(10));
        }
    }
}
