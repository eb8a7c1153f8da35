using MapDet.NuScenes.Synthesis;

namespace MapDet.NuScenes.Tests.Synthesis;

public sealed class RenderingTests : IAsyncLifetime, IDisposable
{
    private readonly SyntheticFolder _folder = new();
    private readonly SynthesisOptions _options;

    public RenderingTests() => _options = _folder.Options with
    {
        Scenes = ScenePlan.ForVersion("v1.0-mini", 10),
        SamplesPerScene = 2,
        ImageWidth = 640,
        ImageHeight = 360,
    };

    public Task InitializeAsync() => new SyntheticWorldWriter(_options).WriteAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Projected_ground_truth_meets_paint_or_kerb_and_moved_aside_misses_it()
    {
        ProjectedMarkings markings = new(_options);
        (int met, int visible) = markings.Count(displacement: 0);
        (int metAside, int visibleAside) = markings.Count(displacement: 1);
        Assert.True(visible > 2000, $"only {visible} samples are visible");
        Assert.InRange((double)met / visible, 0.9, 1);
        Assert.InRange((double)metAside / visibleAside, 0, 0.7);
    }
}
