using MapDet.Core.Geometry;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Tests.GroundTruth;

/// <summary>Requests for caches of the reference's data set.</summary>
internal static class GoldenCache
{
    public static NuScenesTables Tables { get; } = NuScenesTables.Load(GoldenFiles.DataRoot, NuScenesVersions.Mini);

    public static NuScenesFrames Frames { get; } = new(Tables);

    public static GroundTruthRequest Request() => Request(Tables);

    public static GroundTruthRequest Request(NuScenesTables tables) => new()
    {
        Version = tables.Version,
        Maps = new MapExpansionStore(tables.DataRoot),
        Split = "all",
        Samples = new NuScenesFrames(tables).ReadFrames(),
        Range = PerceptionRange.Default,
    };

    public static async Task<GroundTruthCache> BuildAsync(string path)
    {
        await new GroundTruthCacheBuilder { PartSize = 5 }.BuildAsync(Request(), path);
        return GroundTruthCache.Open(path);
    }
}
