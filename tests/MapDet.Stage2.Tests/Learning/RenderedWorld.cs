using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Synthesis;
using MapDet.NuScenes.Tables;

namespace MapDet.Stage2.Tests.Learning;

/// <summary>A synthetic world with one picture of each camera a scene, at the size that <c>tiny</c> looks at.</summary>
internal sealed class RenderedWorld : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RenderedWorld()
    {
    }

    private string Root => _folder.File("world");

    /// <summary>Renders a sample of each of some scenes.</summary>
    public static async Task<RenderedWorld> CreateAsync(long seed, ImmutableArray<SyntheticScene> scenes)
    {
        RenderedWorld world = new();
        await new SyntheticWorldWriter(new SynthesisOptions
        {
            Output = world.Root,
            Scenes = scenes,
            Seed = seed,
            ImageWidth = 256,
            ImageHeight = 144,
            SamplesPerScene = 1,
        }).WriteAsync();
        return world;
    }

    /// <summary>The samples of some scenes with their ground truth.</summary>
    public async Task<GroundTruthDataset> OpenAsync(string name, Func<FrameRecord, bool> which)
    {
        NuScenesFrames frames = new(NuScenesTables.Load(Root, NuScenesVersions.Mini));
        GroundTruthRequest request = new()
        {
            Version = frames.Version,
            Maps = new MapExpansionStore(Root),
            Split = name,
            Samples = [.. frames.ReadFrames().Where(which)],
        };
        string path = _folder.File($"{name}.arrow");
        await new GroundTruthCacheBuilder().BuildAsync(request, path);
        return new GroundTruthDataset(frames, GroundTruthCache.Open(path));
    }

    public void Dispose() => _folder.Dispose();
}
