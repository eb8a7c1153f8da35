using MapDet.NuScenes.Synthesis.Drives;

namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>When a scene was recorded and what its files are called.</summary>
/// <param name="Drive">The scene.</param>
/// <param name="Log">The session that it belongs to.</param>
/// <param name="Start">Microseconds since 1970 of its first key frame.</param>
internal sealed record SceneSchedule(SceneDrive Drive, DriveLog Log, long Start)
{
    /// <summary>The schedules of all scenes: those of one location follow each other in sessions.</summary>
    public static List<SceneSchedule> Create(IEnumerable<SceneDrive> drives)
    {
        List<SceneSchedule> schedules = [];
        Dictionary<string, int> counts = [];
        foreach (SceneDrive drive in drives)
        {
            int position = counts.GetValueOrDefault(drive.Scene.Location);
            counts[drive.Scene.Location] = position + 1;
            DriveLog log = DriveLog.Create(drive.Scene.Location, position / DriveLog.Scenes);
            schedules.Add(new SceneSchedule(drive, log, log.SceneStart(position % DriveLog.Scenes)));
        }

        return schedules;
    }

    public long SampleTime(int sample) => Start + (long)(sample * SceneDrive.Interval * 1e6);

    public long RecordTime(int sample, Sensor sensor) => SampleTime(sample) + sensor.Delay;

    /// <summary>The path of a record's file within the data root, with forward slashes.</summary>
    public string FileName(int sample, Sensor sensor) =>
        $"samples/{sensor.Channel}/{Log.Name}__{sensor.Channel}__{RecordTime(sample, sensor)}.{(sensor.IsCamera ? "jpg" : "pcd.bin")}";
}
