using System.Runtime.InteropServices;
using TorchSharp;

namespace MapDet.Core.Runtime.Native;

/// <summary>Finds <c>libLibTorchSharp.so</c> among the application's native files and loads a compatible copy of it.</summary>
internal static class TorchLibraryResolver
{
    private const string LibraryName = "LibTorchSharp";
    private const string FileName = "libLibTorchSharp.so";

    // The copy lies in another folder, where its $ORIGIN finds nothing: what it needs is loaded beforehand, in this order.
    private static readonly string[] Dependencies = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    /// <summary>Handles the runtime's request for an unmanaged library that its own search could not load.</summary>
    /// <param name="name">The name asked for.</param>
    /// <returns>A handle, or zero to leave the request to others.</returns>
    /// <exception cref="NativeLibraryException">The library is there but needs what this system lacks.</exception>
    public static nint Resolve(string name)
    {
        if (!string.Equals(name, LibraryName, StringComparison.Ordinal) && !string.Equals(name, FileName, StringComparison.Ordinal))
        {
            return 0;
        }

        string? original = SearchDirectories().Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists);
        if (original is null)
        {
            return 0;
        }

        IReadOnlySet<string> provided = SystemLibstdcxx.ProvidedVersions();
        byte[]? compatible = LibstdcxxCompatibility.Patch(original, File.ReadAllBytes(original), provided);
        if (compatible is null)
        {
            return 0;
        }

        string folder = Path.GetDirectoryName(original)!;
        foreach (string dependency in Dependencies)
        {
            NativeLibrary.Load(Path.Combine(folder, dependency));
        }

        return PatchedLibraryFile.Load(FileName, compatible, PatchedLibraryFile.DefaultCacheFolder());
    }

    /// <summary>Throws where <see cref="Resolve"/> would, before TorchSharp is asked for anything.</summary>
    /// <exception cref="NativeLibraryException">The library is there but can't be loaded.</exception>
    public static void CheckLoadable()
    {
        if (!NativeLibrary.TryLoad(LibraryName, typeof(torch).Assembly, null, out _))
        {
            Resolve(LibraryName);
        }
    }

    private static IEnumerable<string> SearchDirectories()
    {
        string listed = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Append(AppContext.BaseDirectory);
    }
}
