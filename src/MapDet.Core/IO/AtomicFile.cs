using System.Collections.Immutable;

namespace MapDet.Core.IO;

/// <summary>Writes files that are complete or absent: beside their target, flushed to disk, then renamed.</summary>
public static class AtomicFile
{
    private static readonly ImmutableArray<string> DeviceFolders = ["/dev/", "/proc/"];

    /// <summary>Writes a file.</summary>
    /// <param name="path">The target; its folder is made if need be, an existing file is replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The file can't be written; nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string target = Path.GetFullPath(path);
        if (IsDevice(target))
        {
            using FileStream device = new(target, FileMode.Open, FileAccess.Write);
            write(device);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        string part = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = new(part, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(part, target, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Whether a path leads to a device such as <c>/dev/stdout</c>: a renamed file must not take its place, so it is written straight into.</summary>
    /// <param name="path">Any path.</param>
    public static bool IsDevice(string path)
    {
        string full = Path.GetFullPath(path);
        return !OperatingSystem.IsWindows()
            && File.Exists(full)
            && DeviceFolders.Any(folder => full.StartsWith(folder, StringComparison.Ordinal))
            && !full.StartsWith("/dev/shm/", StringComparison.Ordinal);
    }

    /// <summary>Writes a text file in UTF-8 without a byte order mark.</summary>
    /// <param name="path">The target.</param>
    /// <param name="text">Its content.</param>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
