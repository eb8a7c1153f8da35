using MapDet.CustomData.MakeData;
using MapDet.CustomData.Sources;
using MapDet.NuScenes.Synthesis;
using MapDet.NuScenes.Tables;

namespace MapDet.CustomData.Tests.MakeData;

/// <summary>A small synthetic data set in nuScenes' format and what it was converted to, made once.</summary>
public sealed class ConvertedWorld : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private NuScenesTables? _tables;

    /// <summary>The data set that was converted: a drive to train on and one to validate on.</summary>
    public NuScenesTables Tables => _tables!;

    internal DataFolder Data => new(_folder.File("data"));

    public async Task InitializeAsync()
    {
        SynthesisOptions options = new()
        {
            Output = _folder.File("world"),
            Scenes = ScenePlan.ForVersion(NuScenesVersions.Mini, 2),
            SamplesPerScene = 3,
            ImageWidth = 64,
            ImageHeight = 36,
            Supersampling = 1,
            Seed = 5,
        };
        await new SyntheticWorldWriter(options).WriteAsync();
        _tables = NuScenesTables.Load(options.Output, options.Version);
        new NuScenesConversion(_tables, Data).Run(CancellationToken.None);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
