using MapDet.Core.IO;
using MapDet.NuScenes.Synthesis;
using MapDet.Stage2.Progress;

namespace MapDet.Stage2.Demo;

/// <summary>Makes the demo's world: two towns to train in, a third to choose the best model by, a fourth to report.</summary>
/// <param name="display">Shows how far it is.</param>
/// <param name="paths">Where it goes.</param>
/// <param name="seed">Everything in it follows from this number.</param>
/// <param name="time">The clock.</param>
internal sealed class DemoWorld(IProgressDisplay display, DemoPaths paths, long seed, TimeProvider time)
{
    private const int TrialScenes = 4;
    private const int TrialSamples = 4;

    /// <summary>Renders a few samples aside to see how fast this machine is.</summary>
    /// <returns>Samples a second.</returns>
    public async Task<double> MeasureSpeedAsync(CancellationToken cancellationToken)
    {
        string folder = Path.Combine(paths.Root, "trial");
        Stopwatch watch = new(time);
        await new SyntheticWorldWriter(Options(folder, ScenePlan.ForDemo(2, 1, 1)) with { SamplesPerScene = TrialSamples })
            .WriteAsync(watch, cancellationToken).ConfigureAwait(false);
        Directory.Delete(folder, recursive: true);
        return watch.SamplesPerSecond;
    }

    /// <summary>Renders the world and writes its splits.</summary>
    /// <param name="size">How large.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task RenderAsync(DemoWorldSize size, CancellationToken cancellationToken)
    {
        DemoPlan plan = ScenePlan.ForDemo(size.TrainingScenes, size.HeldOutScenes, size.HeldOutScenes);
        SyntheticWorldWriter writer = new(Options(paths.World, plan));
        await display.RunAsync("Rendering", progress => writer.WriteAsync(
            progress.Of<SynthesisProgress>(p => new WorkDone(p.CompletedSamples, p.TotalSamples)), cancellationToken)).ConfigureAwait(false);
        AtomicFile.WriteText(paths.SplitFile, plan.ToSplitFile());
    }

    private SynthesisOptions Options(string folder, DemoPlan plan) => new()
    {
        Output = folder,
        Version = DemoPaths.Version,
        Scenes = plan.Scenes,
        Seed = seed,
        ImageWidth = 256,
        ImageHeight = 144,
        SamplesPerScene = DemoWorldSize.SamplesPerScene,
    };

    /// <summary>Times the rendering between its first and its last report, without what comes before and after.</summary>
    private sealed class Stopwatch(TimeProvider time) : IProgress<SynthesisProgress>
    {
        private readonly Lock _lock = new();
        private readonly long _start = time.GetTimestamp();
        private (int Samples, TimeSpan Time)? _first;
        private (int Samples, TimeSpan Time) _last;

        public double SamplesPerSecond => _first is { } first && _last.Samples > first.Samples
            ? (_last.Samples - first.Samples) / (_last.Time - first.Time).TotalSeconds
            : TrialScenes * TrialSamples / time.GetElapsedTime(_start).TotalSeconds;

        public void Report(SynthesisProgress value)
        {
            lock (_lock)
            {
                _last = (value.CompletedSamples, time.GetElapsedTime(_start));
                _first ??= _last;
            }
        }
    }
}
