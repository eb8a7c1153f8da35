using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Synthesis.Drives;

namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>Fills the thirteen tables of nuScenes v1.0 from the drives. Nobody is on the road: there are no annotations.</summary>
internal sealed class TableBuilder
{
    private readonly SynthesisOptions _options;
    private readonly Dictionary<string, TokenSource> _tokens = [];
    private readonly Dictionary<string, LogRow> _logs = [];
    private readonly List<CalibratedSensorRow> _calibrations = [];
    private readonly List<EgoPoseRow> _poses = [];
    private readonly List<SceneRow> _scenes = [];
    private readonly List<SampleRow> _samples = [];
    private readonly List<SampleDataRow> _records = [];
    private readonly ImmutableArray<SensorRow> _sensors;

    private TableBuilder(SynthesisOptions options)
    {
        _options = options;
        _sensors =
        [
            .. CameraChannels.All.Select(channel => new SensorRow(Token("sensor"), channel, "camera")),
            new SensorRow(Token("sensor"), Sensor.Lidar, "lidar"),
        ];
    }

    /// <summary>Writes all tables.</summary>
    /// <param name="folder">Where; made if need be.</param>
    /// <param name="options">The image size goes into the tables.</param>
    /// <param name="schedules">The scenes.</param>
    public static void Write(string folder, SynthesisOptions options, IReadOnlyList<SceneSchedule> schedules)
    {
        TableBuilder builder = new(options);
        foreach (SceneSchedule schedule in schedules)
        {
            builder.AddScene(schedule);
        }

        builder.Save(folder);
    }

    private void AddScene(SceneSchedule schedule)
    {
        if (!_logs.TryGetValue(schedule.Log.Name, out LogRow? log))
        {
            log = new LogRow(Token("log"), schedule.Log.Name, schedule.Log.Vehicle, schedule.Log.Date, schedule.Log.Location);
            _logs.Add(schedule.Log.Name, log);
        }

        ImmutableArray<string> samples = [.. Enumerable.Range(0, _options.SamplesPerScene).Select(_ => Token("sample"))];
        SyntheticScene scene = schedule.Drive.Scene;
        string sceneToken = Token("scene");
        _scenes.Add(new SceneRow(
            sceneToken, log.Token, samples.Length, samples[0], samples[^1], scene.Name, $"Synthetic drive through {scene.Location}"));
        for (int i = 0; i < samples.Length; i++)
        {
            _samples.Add(new SampleRow(samples[i], schedule.SampleTime(i), Neighbour(samples, i - 1), Neighbour(samples, i + 1), sceneToken));
        }

        foreach (Sensor sensor in schedule.Drive.Rig)
        {
            AddRecords(schedule, sensor, samples);
        }
    }

    private void AddRecords(SceneSchedule schedule, Sensor sensor, ImmutableArray<string> samples)
    {
        string calibration = AddCalibration(sensor);
        ImmutableArray<string> records = [.. samples.Select(_ => Token("sample_data"))];
        for (int i = 0; i < samples.Length; i++)
        {
            long time = schedule.RecordTime(i, sensor);
            SensorPose pose = schedule.Drive.EgoPose(i, sensor);
            EgoPoseRow poseRow = new(Token("ego_pose"), time, pose.Rotation.ToArray(), Array(pose.Translation));
            _poses.Add(poseRow);
            _records.Add(new SampleDataRow(
                records[i],
                samples[i],
                poseRow.Token,
                calibration,
                time,
                sensor.IsCamera ? "jpg" : "pcd",
                true,
                sensor.IsCamera ? _options.ImageHeight : 0,
                sensor.IsCamera ? _options.ImageWidth : 0,
                schedule.FileName(i, sensor),
                Neighbour(records, i - 1),
                Neighbour(records, i + 1)));
        }
    }

    private string AddCalibration(Sensor sensor)
    {
        double[][] intrinsic = sensor.Intrinsics is CameraIntrinsics k
            ? [[k.FocalX, k.Skew, k.CenterX], [0, k.FocalY, k.CenterY], [0, 0, 1]]
            : [];
        CalibratedSensorRow row = new(
            Token("calibrated_sensor"),
            _sensors.Single(s => s.Channel == sensor.Channel).Token,
            Array(sensor.Mount.Translation),
            sensor.Mount.Rotation.ToArray(),
            intrinsic);
        _calibrations.Add(row);
        return row.Token;
    }

    private void Save(string folder)
    {
        Write("attribute", Attributes());
        Write("calibrated_sensor", _calibrations);
        Write("category", Categories());
        Write("ego_pose", _poses);
        Write("instance", ImmutableArray<string>.Empty);
        Write("log", _logs.Values);
        Write("map", Maps());
        Write("sample", _samples);
        Write("sample_annotation", ImmutableArray<string>.Empty);
        Write("sample_data", _records);
        Write("scene", _scenes);
        Write("sensor", _sensors);
        Write("visibility", Visibilities());

        void Write<T>(string table, IEnumerable<T> rows) => JsonFiles.Write(Path.Combine(folder, table + ".json"), rows);
    }

    private IEnumerable<MapRow> Maps() => MapLocations.All.Select(location => new MapRow(
        "semantic_prior",
        Token("map"),
        MapMask.FileName(location),
        [.. _logs.Values.Where(log => log.Location == location).Select(log => log.Token)]));

    private IEnumerable<AttributeRow> Attributes() =>
    [
        new(Token("attribute"), "vehicle.moving", "Vehicle is moving."),
        new(Token("attribute"), "vehicle.parked", "Vehicle stands still for long."),
        new(Token("attribute"), "pedestrian.moving", "Person is moving."),
    ];

    private IEnumerable<CategoryRow> Categories() =>
    [
        new(Token("category"), "human.pedestrian.adult", "A grown-up person."),
        new(Token("category"), "vehicle.car", "A car for private use."),
        new(Token("category"), "movable_object.trafficcone", "A traffic cone."),
    ];

    private static IEnumerable<VisibilityRow> Visibilities()
    {
        string[] borders = ["0", "40", "60", "80", "100"];
        return Enumerable.Range(1, 4).Select(i => new VisibilityRow(
            $"visibility of whole object is between {borders[i - 1]} and {borders[i]}%",
            i.ToString(System.Globalization.CultureInfo.InvariantCulture),
            $"v{borders[i - 1]}-{borders[i]}"));
    }

    private string Token(string table)
    {
        if (!_tokens.TryGetValue(table, out TokenSource? source))
        {
            _tokens[table] = source = new TokenSource(_options.Seed, table);
        }

        return source.Next();
    }

    private static string Neighbour(ImmutableArray<string> tokens, int index) => index >= 0 && index < tokens.Length ? tokens[index] : "";

    private static double[] Array(Point3 point) => [point.X, point.Y, point.Z];
}
