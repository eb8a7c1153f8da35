using System.Globalization;
using MapDet.Core;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>
/// The finished parts of a cache that is being made, in a folder beside it. Their names carry the hash of what they were made from, so
/// that parts of another run are not taken for this one's.
/// </summary>
internal sealed class CacheParts(string target, string hash)
{
    public string Folder { get; } = target + ".parts";

    public string PathOf(int part) => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{hash}-{part:D5}.arrow"));

    /// <summary>Opens a part that an earlier run finished.</summary>
    /// <returns>Null if there is none; one that is damaged counts as none.</returns>
    public GroundTruthCache? TryOpen(int part)
    {
        string path = PathOf(part);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return GroundTruthCache.Open(path);
        }
        catch (InvalidInputException)
        {
            // Made again and replaced by the caller.
            return null;
        }
    }

    /// <summary>Leaves no empty folder behind where no part was finished.</summary>
    public void RemoveIfEmpty()
    {
        if (Directory.Exists(Folder) && !Directory.EnumerateFileSystemEntries(Folder).Any())
        {
            Directory.Delete(Folder);
        }
    }

    /// <summary>Removes all parts.</summary>
    public void Remove()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
