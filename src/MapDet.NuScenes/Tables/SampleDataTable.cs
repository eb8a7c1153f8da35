using MapDet.Core;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>
/// The table <c>sample_data</c>. Of its millions of rows only the key frames of the lidar and the six cameras are kept; sweeps and
/// radars are checked (token, sample, sensor) and dropped while they stream by.
/// </summary>
internal sealed class SampleDataTable
{
    public const string Table = "sample_data";

    private readonly ChunkedList<KeyFrameRow> _rows = new();
    private readonly TextPool _fileNames = new();
    private readonly int[] _slots;

    // Key frames of other sensors: their ego poses must exist too, but nothing of them is kept.
    private List<(RecordToken Token, RecordToken EgoPose)> _others = [];

    private SampleDataTable(int sampleCount)
    {
        _slots = new int[sampleCount * KeyFrameChannels.Count];
        Array.Fill(_slots, -1);
    }

    /// <summary>Number of records in the file.</summary>
    public int Count { get; private set; }

    public int KeyFrameCount => _rows.Count;

    public ref readonly KeyFrameRow this[int row] => ref _rows[row];

    public string FileName(in KeyFrameRow row) => _fileNames.Get(row.FileName);

    /// <summary>The row of a sample's key frame, or -1.</summary>
    public int Find(int sample, int channel) => _slots[(sample * KeyFrameChannels.Count) + channel];

    public static SampleDataTable Read(TableFiles files, SceneTables scenes, SensorTables sensors)
    {
        SampleDataTable table = new(scenes.Samples.Count);
        TokenColumn token = files.Token("token");
        TokenColumn sample = files.Token("sample_token");
        TokenColumn egoPose = files.Token("ego_pose_token");
        TokenColumn sensor = files.Token("calibrated_sensor_token");
        IntegerColumn timestamp = new("timestamp");
        BooleanColumn isKeyFrame = new("is_key_frame");
        IntegerColumn height = new("height", optional: true);
        IntegerColumn width = new("width", optional: true);
        TextColumn fileName = new("filename");
        RecordSchema schema = new(token, sample, egoPose, sensor, timestamp, isKeyFrame, height, width, fileName);
        TokenIndex tokens = new();
        table.Count = files.Read(Table, schema, () =>
        {
            tokens.Add(token.Value);
            if (!scenes.TryFindSample(sample.Value, out int sampleIndex))
            {
                throw files.Unknown(Table, token.Text, sample, SceneTables.SampleTable);
            }

            if (!sensors.TryFind(sensor.Value, out int sensorIndex))
            {
                throw files.Unknown(Table, token.Text, sensor, "calibrated_sensor");
            }

            if (!isKeyFrame.Value)
            {
                return;
            }

            int channel = sensors.ChannelOf(sensorIndex);
            if (channel == KeyFrameChannels.None)
            {
                table._others.Add((token.Value, egoPose.Value));
                return;
            }

            int slot = (sampleIndex * KeyFrameChannels.Count) + channel;
            if (table._slots[slot] >= 0)
            {
                string problem = $"the sample '{sample.Text}' has two key frames of {sensors[sensorIndex].Channel}.";
                throw files.Fault(Table, problem, token.Text, sample.Name);
            }

            table._slots[slot] = table._rows.Count;
            table._rows.Add(new KeyFrameRow(
                token.Value,
                egoPose.Value,
                sensorIndex,
                timestamp.Value,
                (int)Math.Clamp(width.Value, 0, int.MaxValue),
                (int)Math.Clamp(height.Value, 0, int.MaxValue),
                table._fileNames.Add(fileName.Utf8)));
        });
        return tokens.TryBuild(out RecordToken duplicate) ? table : throw files.Duplicate(Table, files.Texts.Text(duplicate));
    }

    /// <summary>The poses of the kept rows, in their order.</summary>
    /// <exception cref="InvalidInputException">A key frame names an ego pose that does not exist.</exception>
    public Pose[] ResolvePoses(TableFiles files, EgoPoseTable egoPoses)
    {
        Pose[] poses = new Pose[_rows.Count];
        for (int row = 0; row < poses.Length; row++)
        {
            poses[row] = Resolve(files, egoPoses, _rows[row].Token, _rows[row].EgoPose);
        }

        foreach ((RecordToken token, RecordToken egoPose) in _others)
        {
            Resolve(files, egoPoses, token, egoPose);
        }

        _others = [];
        return poses;
    }

    private static Pose Resolve(TableFiles files, EgoPoseTable egoPoses, RecordToken token, RecordToken egoPose) =>
        egoPoses.TryFind(egoPose, out Pose pose)
            ? pose
            : throw files.Fault(
                Table,
                $"no record of {EgoPoseTable.Table}.json has the token '{files.Texts.Text(egoPose)}'.",
                files.Texts.Text(token),
                "ego_pose_token");
}
