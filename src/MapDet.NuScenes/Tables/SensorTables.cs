using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>The tables <c>sensor</c> and <c>calibrated_sensor</c>, joined.</summary>
internal sealed class SensorTables
{
    private const string SensorTable = "sensor";
    private const string CalibratedTable = "calibrated_sensor";

    private readonly Dictionary<RecordToken, (string Channel, string Modality)> _sensors = [];
    private readonly Dictionary<RecordToken, int> _index = [];
    private readonly List<CalibratedSensorRecord> _calibrated = [];
    private readonly List<int> _channels = [];

    public int SensorCount => _sensors.Count;

    public int CalibratedCount => _calibrated.Count;

    public CalibratedSensorRecord this[int index] => _calibrated[index];

    /// <summary>The kept channel of a calibrated sensor, or <see cref="KeyFrameChannels.None"/>.</summary>
    public int ChannelOf(int index) => _channels[index];

    public bool TryFind(RecordToken token, out int index) => _index.TryGetValue(token, out index);

    public static SensorTables Read(TableFiles files)
    {
        SensorTables tables = new();
        tables.ReadSensors(files);
        tables.ReadCalibrated(files);
        return tables;
    }

    private void ReadSensors(TableFiles files)
    {
        TokenColumn token = files.Token("token");
        TextColumn channel = new("channel");
        TextColumn modality = new("modality");
        files.Read(SensorTable, new RecordSchema(token, channel, modality), () =>
        {
            if (!_sensors.TryAdd(token.Value, (channel.Value, modality.Value)))
            {
                throw files.Duplicate(SensorTable, token.Text);
            }
        });
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
                throw files.Duplicate(CalibratedTable, token.Text);
            }

            if (!_sensors.TryGetValue(sensor.Value, out (string Channel, string Modality) found))
            {
                throw files.Unknown(CalibratedTable, token.Text, sensor, SensorTable);
            }

            int channel = KeyFrameChannels.IndexOf(found.Channel);
            if (intrinsic.IsEmpty && channel != KeyFrameChannels.None && channel != KeyFrameChannels.LidarIndex)
            {
                throw files.Fault(CalibratedTable, $"the camera {found.Channel} has no matrix.", token.Text, intrinsic.Name);
            }

            Pose sensorToEgo = pose.Read(files.PathOf(CalibratedTable), schema);
            _calibrated.Add(new CalibratedSensorRecord(
                token.Text, found.Channel, found.Modality, sensorToEgo, intrinsic.IsEmpty ? [] : [.. intrinsic.Values]));
            _channels.Add(channel);
        });
    }
}
