using MapDet.NuScenes.Synthesis.Roads;

namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>Writes the map expansions and masks of towns.</summary>
internal static class MapFiles
{
    /// <summary>Writes the maps of all towns.</summary>
    /// <param name="folder">The data root.</param>
    /// <param name="towns">The towns.</param>
    /// <param name="seed">Decides the tokens.</param>
    /// <param name="cancellationToken">Ends the work between two towns.</param>
    public static void Write(OutputFolder folder, IEnumerable<Town> towns, long seed, CancellationToken cancellationToken)
    {
        foreach (Town town in towns)
        {
            cancellationToken.ThrowIfCancellationRequested();
            JsonFiles.Write(folder.Path($"maps/expansion/{town.Location}.json"), MapExpansionBuilder.Build(town, seed), JsonFiles.Compact);
            MapMask.Write(folder.Root, town);
        }
    }
}
