using MapDet.Core;
using MapDet.Core.IO;

namespace MapDet.Stage2.Demo;

/// <summary>The demo's output folder: a new run takes the place of an earlier one, and of nothing else.</summary>
internal static class DemoFolder
{
    /// <summary>The file by which an earlier run is recognised.</summary>
    public const string MarkerName = ".mapdet-demo";

    /// <summary>Makes the folder empty but for the marker.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="MapDetException">It holds something that no demo has written.</exception>
    public static void Prepare(string path)
    {
        if (File.Exists(path))
        {
            throw new MapDetException($"{path}: the demo's output has to be a folder, and this is a file.");
        }

        if (Directory.Exists(path))
        {
            if (Directory.EnumerateFileSystemEntries(path).Any() && !File.Exists(Marker(path)))
            {
                throw new MapDetException(
                    $"{path}: the folder holds something that no demo has written, so it is left alone. Choose another one with --output, or empty it.");
            }

            Clear(path);
        }

        WritableFolder.Create(path);
        File.WriteAllText(Marker(path), "Made by mapdet demo. The next mapdet demo into this folder replaces everything in it.\n");
    }

    private static string Marker(string path) => Path.Combine(path, MarkerName);

    private static void Clear(string path)
    {
        // The marker goes last, so that a run that is stopped here leaves a folder that is still recognised.
        foreach (string folder in Directory.EnumerateDirectories(path))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (string file in Directory.EnumerateFiles(path).Where(f => Path.GetFileName(f) != MarkerName))
        {
            File.Delete(file);
        }
    }
}
