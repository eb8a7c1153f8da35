using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>
/// The tables of one version of nuScenes, read as a stream and joined: scenes with their samples, and for every sample the key frames of
/// the lidar and the six cameras with poses and calibrations. Sweeps and radars are read on demand by <see cref="NuScenesSampleData"/>,
/// annotations by <see cref="NuScenesAnnotations"/>. Immutable and safe for use from several threads.
/// </summary>
/// <remarks>Format: nuScenes v1.0 (Caesar et al., 2020), https://www.nuscenes.org/nuscenes.</remarks>
public sealed class NuScenesTables
{
    private readonly TableFiles _files;
    private readonly KeyFrameTable _keyFrames;
    private readonly Pose[] _poses;
    private readonly Dictionary<string, SceneSample> _samples;

    private NuScenesTables(
        TableFiles files, ImmutableArray<SceneRecord> scenes, SceneTables sceneTables, SensorTables sensors, KeyFrameTable keyFrames, EgoPoseTable egoPoses)
    {
        _files = files;
        SensorTables = sensors;
        _keyFrames = keyFrames;
        _poses = keyFrames.ResolvePoses(files, egoPoses);
        Samples = [.. scenes
            .SelectMany(scene => scene.Samples.Select(sample => new SceneSample(scene, sample)))
            .OrderBy(pair => pair.Sample.Timestamp)
            .ThenBy(pair => pair.Sample.Token, StringComparer.Ordinal)];
        _samples = Samples.ToDictionary(pair => pair.Sample.Token);
        Scenes = scenes;
        Masks = [.. sceneTables.Masks.Records];
        Sensors = [.. sensors.Sensors.Records];
        CalibratedSensors = [.. sensors.Calibrated];
        Counts = new TableCounts(
            scenes.Length,
            sceneTables.Logs.Records.Count,
            sceneTables.Samples.Count,
            keyFrames.Count,
            egoPoses.Count,
            CalibratedSensors.Length,
            Sensors.Length,
            sceneTables.Masks.Records.Count);
    }

    /// <summary>The data set's folder.</summary>
    public string DataRoot => _files.DataRoot;

    /// <summary>The version, such as <c>v1.0-mini</c>.</summary>
    public string Version => _files.Version;

    /// <summary>The scenes in the order of their table.</summary>
    public ImmutableArray<SceneRecord> Scenes { get; }

    /// <summary>The samples of all scenes, ordered by time.</summary>
    public ImmutableArray<SceneSample> Samples { get; }

    /// <summary>The mask images of the maps.</summary>
    public ImmutableArray<MapMaskRecord> Masks { get; }

    /// <summary>The kinds of sensors.</summary>
    public ImmutableArray<SensorRecord> Sensors { get; }

    /// <summary>The sensors of all drives as they were mounted.</summary>
    public ImmutableArray<CalibratedSensorRecord> CalibratedSensors { get; }

    /// <summary>How many records the tables hold.</summary>
    public TableCounts Counts { get; }

    internal SensorTables SensorTables { get; }

    /// <summary>Reads and joins the tables.</summary>
    /// <param name="dataRoot">The folder that holds the version's folder, <c>maps</c> and <c>samples</c>.</param>
    /// <param name="version">One of <see cref="NuScenesVersions"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">
    /// There is no such version, a table is absent or damaged, or its relations do not hold; the message names file, record and field.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static NuScenesTables Load(string dataRoot, string version, CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource whole = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TableFiles files = new(Path.GetFullPath(dataRoot), version, new TokenTexts(), whole.Token);
        VersionFolder.Expect(files);

        // The two large tables are read at the same time, the poses while everything else comes in.
        Task<EgoPoseTable> poses = Task.Run(() => EgoPoseTable.Read(files), CancellationToken.None);
        try
        {
            SceneTables scenes = SceneTables.Read(files);
            SensorTables sensors = SensorTables.Read(files);
            KeyFrameTable keyFrames = KeyFrameTable.Read(files, scenes, sensors);
            ImmutableArray<SceneRecord> joined = new SceneChains(files, scenes).Join();
            ExpectLidar(files, scenes, keyFrames);
            return new NuScenesTables(files, joined, scenes, sensors, keyFrames, poses.GetAwaiter().GetResult());
        }
        finally
        {
            // A fault found elsewhere is the one to report: the other reading only has to end.
            whole.Cancel();
            Task.WaitAny([poses], CancellationToken.None);
        }
    }

    /// <summary>The sample of a token with its scene, or null if there is none.</summary>
    public SceneSample? FindSample(string token) => _samples.GetValueOrDefault(token);

    /// <summary>The lidar's key frame of a sample; every sample has one.</summary>
    public KeyFrameRecord Lidar(SampleRecord sample) => Record(_keyFrames.Find(sample.Index, KeyFrameChannels.LidarIndex));

    /// <summary>A camera's key frame of a sample.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="channel">One of <see cref="CameraChannels"/>.</param>
    /// <exception cref="InvalidInputException">The sample has none.</exception>
    public KeyFrameRecord Camera(SampleRecord sample, string channel)
    {
        int index = CameraChannels.All.IndexOf(channel);
        ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(channel));
        int row = _keyFrames.Find(sample.Index, index);
        return row >= 0
            ? Record(row)
            : throw _files.Fault(SceneTables.SampleTable, $"the sample has no key frame of {channel}.", sample.Token, channel);
    }

    /// <summary>From the lidar's frame (x right, y ahead, z up) to the world, at the lidar's own time.</summary>
    public RigidTransform LidarToWorld(SampleRecord sample)
    {
        KeyFrameRecord lidar = Lidar(sample);
        return lidar.EgoToWorld.ToTransform().After(lidar.Sensor.SensorToEgo.ToTransform());
    }

    /// <summary>Where the map frame of a sample lies: at the lidar, turned by its yaw only, its ground at the height of the lidar record's ego pose.</summary>
    public MapFrame MapFrame(SampleRecord sample)
    {
        RigidTransform lidarToWorld = LidarToWorld(sample);
        return new MapFrame(
            lidarToWorld.Translation.X, lidarToWorld.Translation.Y, lidarToWorld.Yaw, Lidar(sample).EgoToWorld.Translation.Z);
    }

    /// <summary>The mask image that a log lies in; the last one if several name it, as the devkit does.</summary>
    /// <exception cref="InvalidInputException">No mask names the log.</exception>
    public MapMaskRecord Mask(LogRecord log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Masks.LastOrDefault(mask => mask.LogTokens.Contains(log.Token))
            ?? throw _files.Fault(SceneTables.MapTable, $"no record names the log '{log.Token}'.", null, "log_tokens");
    }

    /// <summary>The table files, for what is read of them on demand.</summary>
    internal TableFiles Files(CancellationToken cancellationToken) => _files with { CancellationToken = cancellationToken };

    internal InvalidInputException SampleDataFault(KeyFrameRecord record, string field, string problem) =>
        _files.Fault(KeyFrameTable.Table, problem, record.Token, field);

    private KeyFrameRecord Record(int row)
    {
        KeyFrameRow data = _keyFrames[row];
        return new KeyFrameRecord(
            _files.Texts.Text(data.Token),
            SensorTables[data.Sensor],
            _poses[row],
            _keyFrames.FileName(data),
            data.Timestamp,
            data.Width,
            data.Height);
    }

    private static void ExpectLidar(TableFiles files, SceneTables scenes, KeyFrameTable keyFrames)
    {
        for (int sample = 0; sample < scenes.Samples.Count; sample++)
        {
            if (keyFrames.Find(sample, KeyFrameChannels.LidarIndex) < 0)
            {
                throw files.Fault(
                    SceneTables.SampleTable, "the sample has no key frame of the lidar.", scenes.Samples[sample].Token, KeyFrameChannels.Lidar);
            }
        }
    }
}
