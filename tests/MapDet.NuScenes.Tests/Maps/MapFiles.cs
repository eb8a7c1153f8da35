using System.Text.Json.Nodes;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Synthesis.Roads;
using MapDet.NuScenes.Synthesis.Tables;

namespace MapDet.NuScenes.Tests.Maps;

/// <summary>Map files as plain JSON, to compare with and to damage.</summary>
internal static class MapFiles
{
    public const string Boston = "boston-seaport";

    public static JsonObject Read(string location) => GoldenFiles.Json("dataset", "maps", "expansion", $"{location}.json").AsObject();

    /// <summary>The map of the small data set that faulty ones are made from.</summary>
    public static JsonObject ReadBase() => GoldenFiles.Json("broken", "base", "maps", "expansion", $"{Boston}.json").AsObject();

    public static void Write(JsonObject map, string dataRoot, string location)
    {
        string path = MapExpansionStore.FilePath(dataRoot, location);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, map.ToJsonString());
    }

    /// <summary>Writes the map of a small synthetic town.</summary>
    public static MapExpansionFile WriteTown(string dataRoot, string location)
    {
        MapExpansionFile town = MapExpansionBuilder.Build(TownBuilder.Build(3, location, 500), 3);
        string path = MapExpansionStore.FilePath(dataRoot, location);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        JsonFiles.Write(path, town, JsonFiles.Compact);
        return town;
    }

    public static string Text(this JsonNode node, string name) => node[name]!.GetValue<string>();
}
