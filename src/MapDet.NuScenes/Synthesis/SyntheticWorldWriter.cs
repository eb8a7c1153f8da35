using MapDet.Core;
using MapDet.NuScenes.Synthesis.Drives;
using MapDet.NuScenes.Synthesis.Rendering;
using MapDet.NuScenes.Synthesis.Tables;

namespace MapDet.NuScenes.Synthesis;

/// <summary>
/// Writes a synthetic world in exact nuScenes v1.0 and map expansion v1.3 format: towns, drives through them, and what the six
/// cameras and LIDAR_TOP see there.
/// </summary>
/// <remarks>
/// The ground is flat at z = 0, as are the ego poses, which sway a little in pitch and roll. Key frames stand half a second apart;
/// there are no sweeps and no annotations. Format: nuScenes v1.0 schema and map expansion v1.3.
/// </remarks>
public sealed class SyntheticWorldWriter
{
    private const int SamplesAJob = 10;

    private readonly SynthesisOptions _options;

    /// <summary>Creates a writer.</summary>
    /// <param name="options">What the data set holds.</param>
    /// <exception cref="MapDetException">An option is out of range.</exception>
    public SyntheticWorldWriter(SynthesisOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <summary>Writes the data set.</summary>
    /// <param name="progress">Told after every few key frames, from any thread; may be null.</param>
    /// <param name="cancellationToken">Ends the run; the tables are written last, so that what is left is no data set.</param>
    /// <exception cref="MapDetException">The folder holds something else.</exception>
    /// <exception cref="IOException">A file can't be written.</exception>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public Task WriteAsync(IProgress<SynthesisProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Write(progress, cancellationToken), cancellationToken);

    private async Task Write(IProgress<SynthesisProgress>? progress, CancellationToken cancellationToken)
    {
        OutputFolder folder = OutputFolder.Prepare(_options.Output, _options.Version, _options.Overwrite, Contents());
        folder.AddSensorFolders();
        World world = World.Create(_options);
        MapFiles.Write(folder, world.Towns, _options.Seed, cancellationToken);
        List<SceneSchedule> schedules = SceneSchedule.Create(world.Drives);
        await WriteSensorFiles(world, schedules, folder, progress, cancellationToken).ConfigureAwait(false);
        RecordRows records = new(_options, schedules, hasSweeps: false, _ => cancellationToken.ThrowIfCancellationRequested());
        folder.WriteTables(staging => new TableBuilder(_options.Seed, schedules, records).Write(staging, JsonFiles.Compact));
    }

    private object Contents() => new
    {
        description = OutputFolder.Description,
        version = _options.Version,
        seed = _options.Seed,
        scenes = _options.Scenes.Length,
        samplesPerScene = _options.SamplesPerScene,
        imageSize = new[] { _options.ImageWidth, _options.ImageHeight },
    };

    private async Task WriteSensorFiles(
        World world, List<SceneSchedule> schedules, OutputFolder folder, IProgress<SynthesisProgress>? progress, CancellationToken cancellationToken)
    {
        Dictionary<string, GroundPlan> plans = world.Towns.ToDictionary(town => town.Location, town => new GroundPlan(town));
        int done = 0;
        int total = schedules.Count * _options.SamplesPerScene;
        progress?.Report(new SynthesisProgress(0, total, 0));
        try
        {
            ParallelOptions parallel = new() { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(Jobs(schedules), parallel, (job, token) =>
            {
                using SceneRenderer renderer = new(_options, job.Schedule.Drive, plans[job.Schedule.Drive.Scene.Location]);
                for (int sample = job.First; sample < job.End; sample++)
                {
                    token.ThrowIfCancellationRequested();
                    WriteSample(renderer, job.Schedule, sample, folder);
                }

                int completed = Interlocked.Add(ref done, job.End - job.First);
                progress?.Report(new SynthesisProgress(completed, total, 6 * completed));
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
        }
        finally
        {
            foreach (GroundPlan plan in plans.Values)
            {
                plan.Dispose();
            }
        }
    }

    // A few key frames of one scene see the same ground, so that they share what is drawn of it.
    private IEnumerable<(SceneSchedule Schedule, int First, int End)> Jobs(List<SceneSchedule> schedules) =>
        from schedule in schedules
        from first in Enumerable.Range(0, (_options.SamplesPerScene + SamplesAJob - 1) / SamplesAJob).Select(job => job * SamplesAJob)
        select (schedule, first, Math.Min(first + SamplesAJob, _options.SamplesPerScene));

    private static void WriteSample(SceneRenderer renderer, SceneSchedule schedule, int sample, OutputFolder folder)
    {
        foreach (Sensor sensor in schedule.Drive.Rig)
        {
            byte[] content = sensor.IsCamera ? renderer.Render(sample, sensor) : LidarScan.Of(schedule.Drive, sample, sensor);
            File.WriteAllBytes(folder.Path(schedule.FileName(sample, sensor)), content);
        }
    }
}
