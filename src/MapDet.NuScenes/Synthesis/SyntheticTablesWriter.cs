using System.Collections.Immutable;
using MapDet.Core;
using MapDet.NuScenes.Synthesis.Drives;
using MapDet.NuScenes.Synthesis.Tables;

namespace MapDet.NuScenes.Synthesis;

/// <summary>
/// Writes tables and maps of a synthetic world of any size in exact nuScenes v1.0 and map expansion v1.3 format, without the sensor
/// files that they name: to see how programs fare at the size of the real data set.
/// </summary>
/// <remarks>
/// Six cameras record at 12 Hz, LIDAR_TOP at 20 Hz and five radars at 13 Hz, as the published sensors do; every record has an ego pose
/// of its own. 34,149 samples of v1.0-trainval therefore have 2.6 million records, as the real ones do. Each location's map has about
/// 27,500 nodes. There are no annotations. Memory use hardly depends on the number of samples.
/// </remarks>
public sealed class SyntheticTablesWriter
{
    // A town for this much driving has the number of nodes of a real map.
    private const double TownLength = 4_600;

    private readonly SyntheticTablesOptions _options;

    /// <summary>Creates a writer.</summary>
    /// <param name="options">What the data set holds.</param>
    /// <exception cref="MapDetException">An option is out of range.</exception>
    public SyntheticTablesWriter(SyntheticTablesOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <summary>Writes the data set.</summary>
    /// <param name="progress">Told after every scene; may be null.</param>
    /// <param name="cancellationToken">Ends the run; no table is left then.</param>
    /// <exception cref="MapDetException">The folder holds something else.</exception>
    /// <exception cref="IOException">A file can't be written.</exception>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public Task WriteAsync(IProgress<SynthesisProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Write(progress, cancellationToken), cancellationToken);

    private void Write(IProgress<SynthesisProgress>? progress, CancellationToken cancellationToken)
    {
        ImmutableArray<(SyntheticScene Scene, int Samples)> scenes = _options.Scenes();
        OutputFolder folder = OutputFolder.Prepare(_options.Output, _options.Version, _options.Overwrite, Contents(scenes.Length));
        SynthesisOptions options = new()
        {
            Output = _options.Output,
            Version = _options.Version,
            Scenes = [.. scenes.Select(pair => pair.Scene)],
            SamplesPerScene = scenes.Max(pair => pair.Samples),
            Seed = _options.Seed,
        };
        World world = World.Create(options, TownLength);
        MapFiles.Write(folder, world.Towns, _options.Seed, cancellationToken);

        List<SceneSchedule> schedules = SceneSchedule.Create([.. world.Drives.Select((drive, i) => WithRadars(drive) with { Samples = scenes[i].Samples })]);
        RecordRows records = new(options, schedules, hasSweeps: true, OnScene(progress, cancellationToken));
        folder.WriteTables(staging => new TableBuilder(_options.Seed, schedules, records).Write(staging, JsonFiles.Published));
    }

    private SceneDrive WithRadars(SceneDrive drive) =>
        drive with { Rig = [.. drive.Rig, .. SensorRig.DrawRadars(StableRandom.For(_options.Seed, $"radars/{drive.Scene.Name}"))] };

    // Every scene comes by twice: in the table of records and in that of poses.
    private Action<SceneSchedule> OnScene(IProgress<SynthesisProgress>? progress, CancellationToken cancellationToken)
    {
        long samples = 0;
        return scene =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new SynthesisProgress((int)(samples / 2), _options.Samples, WrittenImages: 0));
            samples += scene.Drive.Samples;
        };
    }

    private object Contents(int scenes) => new
    {
        description = OutputFolder.Description,
        version = _options.Version,
        seed = _options.Seed,
        scenes,
        samples = _options.Samples,
        tablesOnly = true,
    };
}
