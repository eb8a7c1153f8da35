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
    private const string MarkerName = "synthetic.json";
    private static readonly JsonSerializerOptions MarkerFormat = new() { WriteIndented = true };

    private readonly string _version;

    private OutputFolder(string root, string version)
    {
        Root = root;
        _version = version;
    }

    public string Root { get; }

    /// <summary>Makes the folder and those of the sensors; what an earlier run left is removed if that is wanted.</summary>
    /// <exception cref="MapDetException">The folder holds something that this program did not write, or that is to stay.</exception>
    public static OutputFolder Prepare(SynthesisOptions options)
    {
        string root = System.IO.Path.GetFullPath(options.Output);
        if (File.Exists(root))
        {
            throw new MapDetException($"{root} is a file; a synthetic data set needs a new or empty folder.");
        }

        string marker = System.IO.Path.Combine(root, MarkerName);
        if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any())
        {
            RemoveEarlier(root, File.Exists(marker), options);
        }

        OutputFolder folder = new(root, options.Version);
        WritableFolder.Create(root);
        AtomicFile.WriteText(marker, Marker(options));
        foreach (string channel in CameraChannels.All.Append(Sensor.Lidar))
        {
            Directory.CreateDirectory(folder.Path($"samples/{channel}"));
            Directory.CreateDirectory(folder.Path($"sweeps/{channel}"));
        }

        return folder;
    }

    /// <summary>The full path of a file, given with forward slashes.</summary>
    public string Path(string name) => System.IO.Path.Combine(Root, name);

    /// <summary>Has the tables written beside their folder and then renames it, so that they are all there or none.</summary>
    public void WriteTables(Action<string> write)
    {
        string staging = Path($"{_version}.partial");
        if (Directory.Exists(staging))
        {
            Directory.Delete(staging, recursive: true);
        }

        write(staging);
        Directory.Move(staging, Path(_version));
    }

    private static void RemoveEarlier(string root, bool isOurs, SynthesisOptions options)
    {
        if (!isOurs)
        {
            throw new MapDetException($"{root} is not empty and holds no synthetic data set; choose a new or empty folder.");
        }

        if (!options.Overwrite)
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

    private static string Marker(SynthesisOptions options) => JsonSerializer.Serialize(
        new
        {
            description = "Synthetic data in nuScenes format: nothing here was recorded.",
            version = options.Version,
            seed = options.Seed,
            scenes = options.Scenes.Length,
            samplesPerScene = options.SamplesPerScene,
            imageSize = new[] { options.ImageWidth, options.ImageHeight },
        },
        MarkerFormat);
}
