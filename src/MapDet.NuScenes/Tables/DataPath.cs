namespace MapDet.NuScenes.Tables;

/// <summary>Rules for names that come out of the tables and become parts of paths.</summary>
internal static class DataPath
{
    private const byte LastControl = 0x1F;
    private const byte Delete = 0x7F;

    /// <summary>True if a path, put behind a folder, stays below it: it has no root, no drive and no step upwards.</summary>
    /// <param name="utf8">The path, with either kind of slashes.</param>
    public static bool IsBelowFolder(ReadOnlySpan<byte> utf8)
    {
        bool hasRoot = utf8.IsEmpty || IsSlash(utf8[0]) || (utf8.Length > 1 && utf8[1] == (byte)':');
        if (hasRoot || utf8.ContainsAnyInRange((byte)0, LastControl) || utf8.Contains(Delete))
        {
            return false;
        }

        foreach (Range segment in utf8.SplitAny((byte)'/', (byte)'\\'))
        {
            if (utf8[segment].SequenceEqual(".."u8))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True if a text can be part of a file's name without naming another folder.</summary>
    public static bool IsPartOfFileName(string text) =>
        text.Length > 0 && !text.Any(character => character is '/' or '\\' or ':' || char.IsControl(character));

    private static bool IsSlash(byte character) => character is (byte)'/' or (byte)'\\';
}
