using MapDet.Core.Geometry;
using MapDet.NuScenes.Synthesis.Drives;

namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>
/// The rows of <c>sample_data</c> and <c>ego_pose</c>, one each for every record of every sensor. They are made while they are
/// written, because there may be millions.
/// </summary>
/// <param name="options">Seed and image size.</param>
/// <param name="schedules">The scenes.</param>
/// <param name="hasSweeps">True: sensors record at their own rates; false: key frames only.</param>
/// <param name="onScene">Called before the records of a scene are made.</param>
internal sealed class RecordRows(
    SynthesisOptions options, IReadOnlyList<SceneSchedule> schedules, bool hasSweeps, Action<SceneSchedule> onScene)
{
    private readonly TokenSource _samples = new(options.Seed, "sample");
    private readonly TokenSource _calibrations = new(options.Seed, "calibrated_sensor");
    private readonly TokenSource _records = new(options.Seed, "sample_data");
    private readonly TokenSource _poses = new(options.Seed, "ego_pose");

    public IEnumerable<SampleDataRow> SampleData()
    {
        foreach (Place place in Places())
        {
            SensorTrack track = place.Track;
            string calibration = _calibrations.At(place.Sensor);
            for (int record = 0; record < track.Count; record++)
            {
                yield return new SampleDataRow(
                    _records.At(place.FirstRecord + record),
                    _samples.At(place.FirstSample + track.Sample(record)),
                    _poses.At(place.FirstRecord + record),
                    calibration,
                    track.Time(record),
                    track.Sensor.FileFormat,
                    track.IsKeyFrame(record),
                    track.Sensor.IsCamera ? options.ImageHeight : 0,
                    track.Sensor.IsCamera ? options.ImageWidth : 0,
                    track.FileName(record),
                    record > 0 ? _records.At(place.FirstRecord + record - 1) : "",
                    record + 1 < track.Count ? _records.At(place.FirstRecord + record + 1) : "");
            }
        }
    }

    public IEnumerable<EgoPoseRow> EgoPoses()
    {
        foreach (Place place in Places())
        {
            for (int record = 0; record < place.Track.Count; record++)
            {
                SensorPose pose = place.Track.EgoPose(record);
                Point3 position = pose.Translation;
                yield return new EgoPoseRow(
                    _poses.At(place.FirstRecord + record),
                    place.Track.Time(record),
                    pose.Rotation.ToArray(),
                    [position.X, position.Y, position.Z]);
            }
        }
    }

    private IEnumerable<Place> Places()
    {
        int records = 0;
        int samples = 0;
        int sensors = 0;
        foreach (SceneSchedule schedule in schedules)
        {
            onScene(schedule);
            foreach (Sensor sensor in schedule.Drive.Rig)
            {
                SensorTrack track = new(schedule, sensor, hasSweeps ? sensor.Rate : SensorTrack.KeyFrameRate);
                yield return new Place(track, records, samples, sensors++);
                records += track.Count;
            }

            samples += schedule.Drive.Samples;
        }
    }

    /// <summary>A track with the positions of its first record, its scene's first sample and its sensor in their tables.</summary>
    private readonly record struct Place(SensorTrack Track, int FirstRecord, int FirstSample, int Sensor);
}
