using System.Text;

namespace MapDet.Core.Runtime.Native;

/// <summary>
/// Takes the requirement of a newer libstdc++ out of TorchSharp's native library, where it concerns nothing but the start of the
/// standard streams.
/// </summary>
/// <remarks>
/// GCC 13 and later make every file that includes <c>&lt;iostream&gt;</c> refer to <c>std::ios_base_library_init()</c>
/// (version <c>GLIBCXX_3.4.32</c>), a marker that makes the loader initialise the streams. libtorch, loaded before, has done so
/// already. The patch marks the version as optional and lets the reference point at a harmless function without arguments.
/// </remarks>
internal static class LibstdcxxCompatibility
{
    private const string RemovableVersion = "GLIBCXX_3.4.32";
    private const string RemovableSymbol = "_ZSt21ios_base_library_initv";
    private const string HarmlessSymbol = "_ZSt15get_new_handlerv";

    /// <summary>Makes a copy of a library that loads with an older libstdc++.</summary>
    /// <param name="path">Where the library lies, for messages.</param>
    /// <param name="original">The library's bytes; left unchanged.</param>
    /// <param name="providedVersions">The symbol versions of the libstdc++ at hand.</param>
    /// <returns>The changed copy, or null if the library needs no change.</returns>
    /// <exception cref="NativeLibraryException">The library needs something else that the system lacks.</exception>
    public static byte[]? Patch(string path, byte[] original, IReadOnlySet<string> providedVersions)
    {
        ElfImage image = ElfImage.Parse(path, original);
        List<ElfVersionNeed> lacking = [.. image.NeededVersions()
            .Where(need => need.Library.StartsWith("libstdc++.so", StringComparison.Ordinal) && !need.IsWeak && !providedVersions.Contains(need.Name))];
        if (lacking.Count == 0)
        {
            return null;
        }

        ElfVersionNeed? removable = lacking is [{ Name: RemovableVersion } only] ? only : null;
        List<ElfSymbol> bound = removable is null ? [] : [.. image.Symbols().Where(symbol => symbol.VersionIndex == removable.Index)];
        if (removable is null || bound is not [{ Name: RemovableSymbol, IsDefined: false } reference] || image.IsNameShared(reference))
        {
            throw Unknown(path, lacking, bound);
        }

        byte[] copy = [.. original];
        image.MarkWeak(copy, removable);
        image.BindToAnyVersion(copy, reference);
        ElfImage.Rename(copy, reference, HarmlessSymbol);
        return copy;
    }

    private static NativeLibraryException Unknown(string path, List<ElfVersionNeed> lacking, List<ElfSymbol> bound)
    {
        StringBuilder message = new();
        message.Append(path).Append(" needs ").AppendJoin(", ", lacking.Select(need => need.Name));
        message.Append(" of libstdc++.so.6, which this system's library lacks");
        if (bound.Count > 0)
        {
            message.Append(" (for ").AppendJoin(", ", bound.Select(symbol => symbol.Name)).Append(')');
        }

        message.Append(". This version of TorchSharp is not one that MapDet can adapt: use TorchSharp 0.107, or a system with a newer libstdc++ (GCC 13 or later).");
        return new NativeLibraryException(message.ToString());
    }
}
