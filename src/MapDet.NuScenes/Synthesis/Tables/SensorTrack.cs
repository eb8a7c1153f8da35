using MapDet.NuScenes.Synthesis.Drives;

namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>The records of one sensor in one scene: its key frames, and the sweeps between them where there are any.</summary>
/// <param name="Schedule">The scene.</param>
/// <param name="Sensor">The sensor.</param>
/// <param name="Rate">Records a second; twice a second there are key frames only.</param>
internal sealed record SensorTrack(SceneSchedule Schedule, Sensor Sensor, int Rate)
{
    /// <summary>Key frames a second.</summary>
    public const int KeyFrameRate = 2;

    private const long Second = 1_000_000;

    public int Count => KeyFrame(Schedule.Drive.Samples - 1) + 1;

    /// <summary>The key frame that a record is, or, for a sweep, the one that follows.</summary>
    public int Sample(int record) => ((KeyFrameRate * record) + Rate - 1) / Rate;

    public bool IsKeyFrame(int record) => KeyFrame(Sample(record)) == record;

    /// <summary>When a record was taken, microseconds since 1970.</summary>
    public long Time(int record) => Schedule.Start + (record * Second / Rate) + Sensor.Delay;

    /// <summary>Where the vehicle was then.</summary>
    public SensorPose EgoPose(int record) => Schedule.Drive.Motion.Pose(((double)record / Rate) + (Sensor.Delay * 1e-6));

    public string FileName(int record) => Schedule.FileName(IsKeyFrame(record) ? "samples" : "sweeps", Sensor, Time(record));

    // A rate that is no multiple of the key frames' takes the last record before the odd ones.
    private int KeyFrame(int sample) => sample * Rate / KeyFrameRate;
}
