using MapDet.Core;

namespace MapDet.NuScenes.Tables;

/// <summary>
/// Everything that the sensors recorded: key frames and the sweeps between them, of cameras, lidar and radars, each with its own ego pose
/// (tables <c>sample_data</c> and <c>ego_pose</c>). <see cref="NuScenesTables"/> has the key frames that maps need; this is for those
/// who want all. Immutable and safe for use from several threads.
/// </summary>
/// <remarks>Format: https://github.com/nutonomy/nuscenes-devkit/blob/master/docs/schema_nuscenes.md.</remarks>
public sealed class NuScenesSampleData
{
    private readonly TableFiles _files;
    private readonly SampleLookup _samples;
    private readonly SensorTables _sensors;
    private readonly EgoPoseTable _egoPoses;
    private readonly SampleDataTable _records;

    private NuScenesSampleData(TableFiles files, SampleLookup samples, SensorTables sensors, EgoPoseTable egoPoses)
    {
        (_files, _samples, _sensors, _egoPoses) = (files, samples, sensors, egoPoses);
        _records = SampleDataTable.Read(files, samples, sensors, egoPoses);
    }

    /// <summary>Number of records.</summary>
    public int Count => _records.Count;

    /// <summary>The records in the order of their table, made one by one.</summary>
    public IEnumerable<SampleDataRecord> All => Enumerable.Range(0, Count).Select(Record);

    /// <summary>Reads and joins the tables; v1.0-trainval takes some 500 MB of memory.</summary>
    /// <param name="tables">The tables of the version.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">A table is absent, damaged, or its relations do not hold; the message names file, record and field.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static NuScenesSampleData Load(NuScenesTables tables, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tables);
        TableFiles files = tables.Files(cancellationToken);
        return new NuScenesSampleData(files, new SampleLookup(tables, files), tables.SensorTables, EgoPoseTable.Read(files, withTimes: true));
    }

    /// <summary>The record of a token, or null if there is none.</summary>
    public SampleDataRecord? Find(string token) => _records.TryFind(_files.Texts.Parse(token), out int row) ? Record(row) : null;

    /// <summary>A sensor's key frame of a sample, or null if there is none.</summary>
    /// <param name="sample">A sample of the tables that this was read with.</param>
    /// <param name="channel">The sensor, such as <c>RADAR_FRONT</c>.</param>
    public SampleDataRecord? KeyFrame(SampleRecord sample, string channel)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return _records.TryFindKeyFrame(sample.Index, channel, out int row) ? Record(row) : null;
    }

    /// <summary>What the sensor recorded before, newest first, back to the start of the scene: the ten last sweeps are <c>Before(keyFrame).Take(10)</c>.</summary>
    /// <param name="record">A record of these tables.</param>
    /// <exception cref="ArgumentException">It is of other tables.</exception>
    public IEnumerable<SampleDataRecord> Before(SampleDataRecord record) => Walk(RowOf(record), _records.Chains.Previous);

    /// <summary>What the sensor recorded afterwards, oldest first, up to the end of the scene.</summary>
    /// <param name="record">A record of these tables.</param>
    /// <exception cref="ArgumentException">It is of other tables.</exception>
    public IEnumerable<SampleDataRecord> After(SampleDataRecord record) => Walk(RowOf(record), _records.Chains.Next);

    private IEnumerable<SampleDataRecord> Walk(int start, Func<int, int> step)
    {
        for (int row = step(start); row != RowChains.None; row = step(row))
        {
            yield return Record(row);
        }
    }

    private int RowOf(SampleDataRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return _records.TryFind(_files.Texts.Parse(record.Token), out int row)
            ? row
            : throw new ArgumentException($"There is no record '{record.Token}'.", nameof(record));
    }

    private SampleDataRecord Record(int row)
    {
        SampleDataRow data = _records[row];
        return new SampleDataRecord(
            _files.Texts.Text(_records.TokenAt(row)),
            _samples[data.Sample],
            _sensors[data.Sensor],
            new EgoPoseRecord(_files.Texts.Text(_egoPoses.TokenAt(data.EgoPose)), _egoPoses.TimestampAt(data.EgoPose), _egoPoses[data.EgoPose]),
            _records.FileName(row),
            _records.FileFormat(row),
            data.IsKeyFrame,
            data.Timestamp,
            data.Width,
            data.Height,
            _records.Chains.PreviousToken(row),
            _records.Chains.NextToken(row));
    }
}
