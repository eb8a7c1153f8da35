using MapDet.NuScenes.Synthesis.Drives;

namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>When a scene was recorded and what its files are called.</summary>
/// <param name="Drive">The scene.</param>
/// <param name="Log">The session that it belongs to.</param>
/// <param name="Start">Microseconds since 1970 of its first key frame.</param>
internal sealed record SceneSchedule(SceneDrive Drive, DriveLog Log, long Start)
{
    private static readonly TimeSpan UsualSpacing = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(40);

    /// <summary>The schedules of all scenes: those of one location follow each other in sessions.</summary>
    public static List<SceneSchedule> Create(IReadOnlyCollection<SceneDrive> drives)
    {
        TimeSpan longest = TimeSpan.FromSeconds(drives.Max(drive => drive.Samples) * SceneDrive.Interval);
        TimeSpan spacing = longest + LeastPause > UsualSpacing ? longest + LeastPause : UsualSpacing;
        List<SceneSchedule> schedules = [];
        Dictionary<string, int> counts = [];
        foreach (SceneDrive drive in drives)
        {
            int position = counts.GetValueOrDefault(drive.Scene.Location);
            counts[drive.Scene.Location] = position + 1;
            DriveLog log = DriveLog.Create(drive.Scene.Location, position / DriveLog.Scenes);
            schedules.Add(new SceneSchedule(drive, log, log.SceneStart(position % DriveLog.Scenes, spacing)));
        }

        return schedules;
    }

    public long SampleTime(int sample) => Start + (long)(sample * SceneDrive.Interval * 1e6);

    /// <summary>The path of a key frame's file within the data root, with forward slashes.</summary>
    public string FileName(int sample, Sensor sensor) => FileName("samples", sensor, SampleTime(sample) + sensor.Delay);

    /// <summary>The path of a record's file within the data root, with forward slashes.</summary>
    /// <param name="folder">samples or sweeps.</param>
    /// <param name="sensor">The sensor.</param>
    /// <param name="time">When it was recorded, microseconds since 1970.</param>
    public string FileName(string folder, Sensor sensor, long time) =>
        $"{folder}/{sensor.Channel}/{Log.Name}__{sensor.Channel}__{time}.{sensor.FileExtension}";
}
