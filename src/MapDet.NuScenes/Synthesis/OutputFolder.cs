using System.Text.Json;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.IO;
using MapDet.NuScenes.Synthesis.Drives;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Synthesis;

/// <summary>The data root that is being written.</summary>
internal sealed class OutputFolder
{
    /// <summary>What the note in the folder begins with.</summary>
    public const string Description = "Synthetic data in nuScenes format: nothing here was recorded.";

    private const string MarkerName = "synthetic.json";
    private static readonly JsonSerializerOptions MarkerFormat = new() { WriteIndented = true };

    private readonly string _version;

    private OutputFolder(string root, string version)
    {
        Root = root;
        _version = version;
    }

    public string Root { get; }

    /// <summary>Makes the folder; what an earlier run left is removed if that is wanted.</summary>
    /// <param name="output">The data root.</param>
    /// <param name="version">The version that its tables will have.</param>
    /// <param name="overwrite">True: a synthetic data set that is there may be removed.</param>
    /// <param name="contents">What the data set holds, to be noted in the folder.</param>
    /// <exception cref="MapDetException">The folder holds something that this program did not write, or that is to stay.</exception>
    public static OutputFolder Prepare(string output, string version, bool overwrite, object contents)
    {
        string root = System.IO.Path.GetFullPath(output);
        if (File.Exists(root))
        {
            throw new MapDetException($"{root} is a file; a synthetic data set needs a new or empty folder.");
        }

        string marker = System.IO.Path.Combine(root, MarkerName);
        if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any())
        {
            RemoveEarlier(root, File.Exists(marker), overwrite);
        }

        WritableFolder.Create(root);
        AtomicFile.WriteText(marker, JsonSerializer.Serialize(contents, MarkerFormat));
        return new OutputFolder(root, version);
    }

    /// <summary>Makes the folders that hold the files of the cameras and the lidar.</summary>
    public void AddSensorFolders()
    {
        foreach (string channel in CameraChannels.All.Append(Sensor.Lidar))
        {
            Directory.CreateDirectory(Path($"samples/{channel}"));
            Directory.CreateDirectory(Path($"sweeps/{channel}"));
        }
    }

    /// <summary>The full path of a file, given with forward slashes.</summary>
    public string Path(string name) => System.IO.Path.Combine(Root, name);

    /// <summary>Has the tables written beside their folder and then renames it, so that they are all there or none.</summary>
    public void WriteTables(Action<string> write)
    {
        string staging = Path($"{_version}.partial");
        try
        {
            write(staging);
            Directory.Move(staging, Path(_version));
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }
    }

    private static void RemoveEarlier(string root, bool isOurs, bool overwrite)
    {
        if (!isOurs)
        {
            throw new MapDetException($"{root} is not empty and holds no synthetic data set; choose a new or empty folder.");
        }

        if (!overwrite)
        {
            throw new MapDetException($"{root} holds a synthetic data set already; allow overwriting it, or choose another folder.");
        }

        // The tables go first: without them the rest is no data set, should the run be cut here.
        foreach (string version in NuScenesVersions.All)
        {
            Remove(version);
            Remove($"{version}.partial");
        }

        Remove("maps");
        Remove("samples");
        Remove("sweeps");

        void Remove(string name)
        {
            string path = System.IO.Path.Combine(root, name);
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }
    }
}
