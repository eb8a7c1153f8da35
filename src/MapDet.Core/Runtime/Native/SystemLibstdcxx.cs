using System.Runtime.InteropServices;

namespace MapDet.Core.Runtime.Native;

/// <summary>The C++ runtime library that this process uses.</summary>
internal static class SystemLibstdcxx
{
    private const string Soname = "libstdc++.so.6";

    /// <summary>The symbol versions that the loaded library defines, such as <c>GLIBCXX_3.4.30</c>.</summary>
    /// <exception cref="NativeLibraryException">The system has no libstdc++.</exception>
    public static IReadOnlySet<string> ProvidedVersions()
    {
        string path = LoadedPath();
        return ElfImage.Parse(path, File.ReadAllBytes(path)).DefinedVersions();
    }

    private static string LoadedPath()
    {
        if (!NativeLibrary.TryLoad(Soname, out _))
        {
            throw new NativeLibraryException(
                $"{Soname} is not installed, and libtorch needs it. Install it (Debian, Ubuntu: 'apt-get install libstdc++6') and start again.");
        }

        // Only the loader knows which of several installed copies it took.
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            int start = line.IndexOf('/', StringComparison.Ordinal);
            if (start >= 0 && Path.GetFileName(line.AsSpan(start)).StartsWith("libstdc++.so", StringComparison.Ordinal))
            {
                return line[start..];
            }
        }

        throw new NativeLibraryException($"{Soname} was loaded but /proc/self/maps does not show where from.");
    }
}
