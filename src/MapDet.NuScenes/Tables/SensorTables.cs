using MapDet.Core;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>The tables <c>sensor</c> and <c>calibrated_sensor</c>, joined.</summary>
internal sealed class SensorTables
{
    public const string CalibratedTable = "calibrated_sensor";
    private const string SensorTable = "sensor";

    private readonly Dictionary<RecordToken, int> _index = [];
    private readonly List<CalibratedSensorRecord> _calibrated = [];
    private readonly List<int> _channels = [];

    private SensorTables(RecordTable<SensorRecord> sensors) => Sensors = sensors;

    public RecordTable<SensorRecord> Sensors { get; }

    public IReadOnlyList<CalibratedSensorRecord> Calibrated => _calibrated;

    public CalibratedSensorRecord this[int index] => _calibrated[index];

    /// <summary>The kept channel of a calibrated sensor, or <see cref="KeyFrameChannels.None"/>.</summary>
    public int ChannelOf(int index) => _channels[index];

    /// <summary>The index of the calibrated sensor that a field of another table names.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public int Find(TableFiles files, string table, TokenColumn record, TokenColumn field) =>
        _index.TryGetValue(field.Value, out int index) ? index : throw files.Unknown(table, record, field, CalibratedTable);

    public static SensorTables Read(TableFiles files)
    {
        TextColumn channel = new("channel");
        TextColumn modality = new("modality");
        SensorTables tables = new(RecordTable<SensorRecord>.Read(
            files, SensorTable, token => new SensorRecord(token.Text, channel.Value, modality.Value), channel, modality));
        tables.ReadCalibrated(files);
        return tables;
    }

    private void ReadCalibrated(TableFiles files)
    {
        TokenColumn token = files.Token("token");
        TokenColumn sensor = files.Token("sensor_token");
        PoseColumns pose = new();
        IntrinsicColumn intrinsic = new("camera_intrinsic");
        RecordSchema schema = new(token, sensor, pose.Translation, pose.Rotation, intrinsic);
        files.Read(CalibratedTable, schema, () =>
        {
            if (!_index.TryAdd(token.Value, _calibrated.Count))
            {
                throw files.Duplicate(CalibratedTable, token);
            }

            SensorRecord kind = Sensors.Records[Sensors.Find(files, CalibratedTable, token, sensor)];
            int channel = KeyFrameChannels.IndexOf(kind.Channel);
            if (channel != KeyFrameChannels.None && channel != KeyFrameChannels.LidarIndex && !IsPinhole(intrinsic))
            {
                throw files.Fault(
                    CalibratedTable,
                    $"the camera {kind.Channel} has no matrix with focal lengths above 0, 0 in (1, 0), and the last row 0, 0, 1.",
                    token.Text,
                    intrinsic.Name);
            }

            Pose sensorToEgo = pose.Read(files.PathOf(CalibratedTable), schema);
            _calibrated.Add(new CalibratedSensorRecord(token.Text, kind, sensorToEgo, intrinsic.IsEmpty ? [] : [.. intrinsic.Values]));
            _channels.Add(channel);
        });
    }

    private static bool IsPinhole(IntrinsicColumn intrinsic)
    {
        ReadOnlySpan<double> k = intrinsic.Values;
        return !intrinsic.IsEmpty && k[0] > 0 && k[4] > 0 && k[3] == 0 && k[6..].SequenceEqual([0, 0, 1]);
    }
}
