using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>The whole table <c>sample_data</c>, joined: some 75 bytes a row.</summary>
internal sealed class SampleDataTable
{
    private const string Table = KeyFrameTable.Table;

    private readonly TokenList _tokens = new();
    private readonly ChunkedList<SampleDataRow> _rows = new();
    private readonly FileNamePatterns _fileNames = new();
    private readonly TextInterner _fileFormats = new();
    private readonly Dictionary<(int Sample, int Channel), int> _keyFrames = [];
    private readonly Dictionary<string, int> _channels = new(StringComparer.Ordinal);
    private readonly int[] _channelOfSensor;

    private SampleDataTable(TableFiles files, SampleLookup samples, SensorTables sensors, EgoPoseTable egoPoses)
    {
        _channelOfSensor = [.. sensors.Calibrated.Select(sensor => NumberOf(sensor.Channel))];
        Chains = new RowChains(files, Table, _tokens, ReadRows(files, samples, sensors, egoPoses));
        Chains.ExpectShared("channel", row => _channelOfSensor[_rows[row].Sensor]);
    }

    /// <summary>The records of each sensor in each scene, one after the other.</summary>
    public RowChains Chains { get; }

    public int Count => _tokens.Count;

    public ref readonly SampleDataRow this[int row] => ref _rows[row];

    public RecordToken TokenAt(int row) => _tokens[row];

    public string FileName(int row) => _fileNames.Get(_rows[row].FileName, _rows[row].Timestamp);

    public string FileFormat(int row) => _fileFormats[_rows[row].FileFormat];

    public bool TryFind(RecordToken token, out int row) => _tokens.TryFind(token, out row);

    public bool TryFindKeyFrame(int sample, string channel, out int row)
    {
        row = RowChains.None;
        return _channels.TryGetValue(channel, out int number) && _keyFrames.TryGetValue((sample, number), out row);
    }

    public static SampleDataTable Read(TableFiles files, SampleLookup samples, SensorTables sensors, EgoPoseTable egoPoses) =>
        new(files, samples, sensors, egoPoses);

    private ChunkedList<RowLinks> ReadRows(TableFiles files, SampleLookup samples, SensorTables sensors, EgoPoseTable egoPoses)
    {
        TokenColumn token = files.Token("token");
        TokenColumn sample = files.Token("sample_token");
        TokenColumn egoPose = files.Token("ego_pose_token");
        TokenColumn sensor = files.Token("calibrated_sensor_token");
        IntegerColumn timestamp = new("timestamp");
        TextColumn fileFormat = new("fileformat");
        BooleanColumn isKeyFrame = new("is_key_frame");
        IntegerColumn height = new("height", optional: true);
        IntegerColumn width = new("width", optional: true);
        TextColumn fileName = new("filename");
        TokenColumn previous = files.Token("prev");
        TokenColumn next = files.Token("next");
        RecordSchema schema = new(
            token, sample, egoPose, sensor, timestamp, fileFormat, isKeyFrame, height, width, fileName, previous, next);
        ChunkedList<RowLinks> links = new();
        files.Read(Table, schema, () =>
        {
            if (!_tokens.TryAdd(token.Value))
            {
                throw files.Duplicate(Table, token);
            }

            files.ExpectBelowRoot(Table, token, fileName);
            SampleDataRow row = new(
                timestamp.Value,
                samples.Find(files, Table, token, sample),
                sensors.Find(files, Table, token, sensor),
                egoPoses.Find(files, Table, token, egoPose),
                _fileNames.Add(fileName.Utf8, timestamp.Value),
                _fileFormats.Add(fileFormat.Utf8),
                files.NumberOf("pixels", Table, token, width),
                files.NumberOf("pixels", Table, token, height),
                isKeyFrame.Value);
            if (row.IsKeyFrame && !_keyFrames.TryAdd((row.Sample, _channelOfSensor[row.Sensor]), _rows.Count))
            {
                throw KeyFrameTable.SecondKeyFrame(files, token, sample, sensors[row.Sensor].Channel);
            }

            _rows.Add(row);
            links.Add(new RowLinks(previous.Value, next.Value));
        });
        return links;
    }

    private int NumberOf(string channel)
    {
        _channels.TryAdd(channel, _channels.Count);
        return _channels[channel];
    }
}
