using System.Buffers.Binary;
using System.Text;

namespace MapDet.Core.Runtime.Native;

/// <summary>The parts of a 64-bit little-endian ELF file that symbol versions live in.</summary>
/// <remarks>Layout: System V ABI, "Object Files", and the LSB's "Symbol Versioning".</remarks>
internal sealed class ElfImage
{
    private const uint TypeDynamicSymbols = 11;
    private const uint TypeVersionDefinitions = 0x6ffffffd;
    private const uint TypeVersionNeeds = 0x6ffffffe;
    private const uint TypeSymbolVersions = 0x6fffffff;
    private const ushort WeakFlag = 2;
    private const ushort GlobalVersionIndex = 1;
    private const int SymbolSize = 24;

    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly List<Section> _sections;

    private ElfImage(string path, byte[] bytes, List<Section> sections)
    {
        _path = path;
        _bytes = bytes;
        _sections = sections;
    }

    /// <summary>Reads the section table.</summary>
    /// <param name="path">Where the file lies, for messages.</param>
    /// <param name="bytes">The whole file; kept, not copied.</param>
    /// <exception cref="NativeLibraryException">Not a 64-bit little-endian ELF file, or a damaged one.</exception>
    public static ElfImage Parse(string path, byte[] bytes)
    {
        if (bytes.Length < 64 || !bytes.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8))
        {
            throw new NativeLibraryException($"{path} is not a 64-bit little-endian ELF library.");
        }

        try
        {
            long table = checked((long)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(0x28)));
            int entrySize = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(0x3a));
            int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(0x3c));
            List<Section> sections = new(count);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> header = bytes.AsSpan(checked((int)(table + ((long)i * entrySize))), 64);
                sections.Add(new Section(
                    BinaryPrimitives.ReadUInt32LittleEndian(header[4..]),
                    checked((int)BinaryPrimitives.ReadUInt64LittleEndian(header[0x18..])),
                    BinaryPrimitives.ReadUInt64LittleEndian(header[0x20..]),
                    BinaryPrimitives.ReadInt32LittleEndian(header[0x28..])));
            }

            return new ElfImage(path, bytes, sections);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw new NativeLibraryException($"{path} is a damaged ELF file: its section table lies outside of it.", e);
        }
    }

    /// <summary>The versions that this library offers (<c>.gnu.version_d</c>).</summary>
    public IReadOnlySet<string> DefinedVersions() => Guard(() =>
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        if (Find(TypeVersionDefinitions) is { } section)
        {
            int entry = section.Offset;
            for (uint next = 1; next != 0; entry += (int)next)
            {
                int auxiliary = entry + (int)UInt32(entry + 12);
                names.Add(Text(NamesOf(section) + (int)UInt32(auxiliary)));
                next = UInt32(entry + 16);
            }
        }

        return names;
    });

    /// <summary>The versions that this library expects of others (<c>.gnu.version_r</c>).</summary>
    public IReadOnlyList<ElfVersionNeed> NeededVersions() => Guard(() =>
    {
        List<ElfVersionNeed> needs = [];
        if (Find(TypeVersionNeeds) is { } section)
        {
            int names = NamesOf(section);
            int entry = section.Offset;
            for (uint next = 1; next != 0; entry += (int)next)
            {
                string library = Text(names + (int)UInt32(entry + 4));
                int auxiliary = entry + (int)UInt32(entry + 8);
                for (uint nextAuxiliary = 1; nextAuxiliary != 0; auxiliary += (int)nextAuxiliary)
                {
                    bool weak = (UInt16(auxiliary + 4) & WeakFlag) != 0;
                    needs.Add(new ElfVersionNeed(library, Text(names + (int)UInt32(auxiliary + 8)), UInt16(auxiliary + 6), weak, auxiliary + 4));
                    nextAuxiliary = UInt32(auxiliary + 12);
                }

                next = UInt32(entry + 12);
            }
        }

        return needs;
    });

    /// <summary>All dynamic symbols with the version that each is bound to.</summary>
    public IReadOnlyList<ElfSymbol> Symbols() => Guard(() =>
    {
        List<ElfSymbol> symbols = [];
        if (Find(TypeDynamicSymbols) is { } table && Find(TypeSymbolVersions) is { } versions)
        {
            int names = NamesOf(table);
            for (int i = 0; i < (int)(table.Size / SymbolSize); i++)
            {
                int symbol = table.Offset + (i * SymbolSize);
                int name = names + (int)UInt32(symbol);
                int version = versions.Offset + (2 * i);
                symbols.Add(new ElfSymbol(Text(name), name, UInt16(symbol + 6) != 0, (ushort)(UInt16(version) & 0x7fff), version));
            }
        }

        return symbols;
    });

    /// <summary>True if another symbol's name lies within this one's text (linkers share endings), so that it can't be overwritten.</summary>
    public bool IsNameShared(ElfSymbol symbol) => Symbols().Any(other =>
        other.VersionOffset != symbol.VersionOffset
        && other.NameOffset >= symbol.NameOffset
        && other.NameOffset <= symbol.NameOffset + symbol.Name.Length
        && other.Name.Length > 0);

    /// <summary>Lets the loader carry on where the version is lacking.</summary>
    public void MarkWeak(byte[] copy, ElfVersionNeed need) => BinaryPrimitives.WriteUInt16LittleEndian(
        copy.AsSpan(need.FlagsOffset), (ushort)(UInt16(need.FlagsOffset) | WeakFlag));

    /// <summary>Takes the version off a symbol.</summary>
    public void BindToAnyVersion(byte[] copy, ElfSymbol symbol) => BinaryPrimitives.WriteUInt16LittleEndian(
        copy.AsSpan(symbol.VersionOffset), (ushort)((UInt16(symbol.VersionOffset) & 0x8000) | GlobalVersionIndex));

    /// <summary>Overwrites a symbol's name by one that is not longer.</summary>
    public static void Rename(byte[] copy, ElfSymbol symbol, string name)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, symbol.Name.Length);
        Span<byte> target = copy.AsSpan(symbol.NameOffset, symbol.Name.Length);
        target.Clear();
        Encoding.ASCII.GetBytes(name, target);
    }

    private Section? Find(uint type) => _sections.Find(section => section.Type == type);

    private int NamesOf(Section section) => _sections[section.Link].Offset;

    private ushort UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(offset));

    private uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(offset));

    private string Text(int offset)
    {
        ReadOnlySpan<byte> rest = _bytes.AsSpan(offset);
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArgumentException e)
        {
            throw new NativeLibraryException($"{_path} is a damaged ELF file: its symbol versions lie outside of it.", e);
        }
    }

    private sealed record Section(uint Type, int Offset, ulong Size, int Link);
}
