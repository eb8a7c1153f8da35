using MapDet.Core;

namespace MapDet.NuScenes.Tables;

/// <summary>The folder that holds the tables of a version.</summary>
internal static class VersionFolder
{
    /// <summary>Expects a published version whose folder is there.</summary>
    /// <exception cref="InvalidInputException">It is another name, or there is no such folder; the message lists what there is.</exception>
    public static void Expect(TableFiles files)
    {
        string folder = Path.Combine(files.DataRoot, files.Version);
        if (!NuScenesVersions.All.Contains(files.Version))
        {
            string known = string.Join(", ", NuScenesVersions.All);
            throw new InvalidInputException(folder, $"'{files.Version}' is no version of nuScenes; the versions are {known}.");
        }

        if (!Directory.Exists(folder))
        {
            string[] present = [.. NuScenesVersions.All.Where(version => Directory.Exists(Path.Combine(files.DataRoot, version)))];
            string found = present.Length == 0 ? "no version is there" : $"there is {string.Join(", ", present)}";
            throw files.Fault(
                SceneTables.SceneTable, $"the file does not exist: the folder has no version '{files.Version}' ({found}).", record: null, field: null);
        }
    }
}
