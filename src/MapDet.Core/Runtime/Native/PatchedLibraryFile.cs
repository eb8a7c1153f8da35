using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MapDet.Core.Runtime.Native;

/// <summary>Keeps the adapted copy of a library in the user's cache folder and loads it from there.</summary>
internal static class PatchedLibraryFile
{
    /// <summary>The folder for adapted libraries: <c>$XDG_CACHE_HOME/mapdet/native</c>, else <c>~/.cache/mapdet/native</c>.</summary>
    public static string DefaultCacheFolder()
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache))
        {
            cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".cache");
        }

        return Path.Combine(cache, "mapdet", "native");
    }

    /// <summary>Loads the adapted library, from the cache folder or, where that can't be written, from a temporary file.</summary>
    /// <param name="fileName">The library's file name.</param>
    /// <param name="content">Its adapted bytes.</param>
    /// <param name="cacheFolder">Where copies are kept from run to run.</param>
    /// <returns>The handle of the loaded library.</returns>
    /// <exception cref="NativeLibraryException">No folder could be written, or the copy could not be loaded.</exception>
    public static nint Load(string fileName, byte[] content, string cacheFolder)
    {
        string folder = Path.Combine(cacheFolder, Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
        try
        {
            return LoadFile(Store(folder, fileName, content));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return LoadFromTemporaryFolder(fileName, content, folder, e);
        }
    }

    /// <summary>Writes the library beside its target and renames it, so that no process ever sees half of it.</summary>
    /// <returns>The path of the stored file.</returns>
    public static string Store(string folder, string fileName, byte[] content)
    {
        string path = Path.Combine(folder, fileName);
        // Read, not trusted: what was stored may be cut short or changed.
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            return path;
        }

        Directory.CreateDirectory(folder);
        string part = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllBytes(part, content);
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }

        return path;
    }

    private static nint LoadFromTemporaryFolder(string fileName, byte[] content, string refusedFolder, Exception refusal)
    {
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("mapdet-native-");
            return LoadFile(Store(folder.FullName, fileName, content));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NativeLibraryException(
                $"The adapted {fileName} can't be stored: {refusedFolder} ({refusal.Message}) and {Path.GetTempPath()} ({e.Message}). "
                + "Point XDG_CACHE_HOME or TMPDIR to a folder that can be written.", e);
        }
        finally
        {
            // What is loaded stays mapped without its file.
            folder?.Delete(recursive: true);
        }
    }

    private static nint LoadFile(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            throw new NativeLibraryException($"{path} can't be loaded: {e.Message}", e);
        }
    }
}
