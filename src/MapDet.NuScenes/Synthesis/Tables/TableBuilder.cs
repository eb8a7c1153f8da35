using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Maps;

namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>Makes the thirteen tables of nuScenes v1.0 from the drives. Nobody is on the road: there are no annotations.</summary>
internal sealed class TableBuilder
{
    private readonly IReadOnlyList<SceneSchedule> _schedules;
    private readonly RecordRows _records;
    private readonly ImmutableArray<SensorRow> _sensors;
    private readonly ImmutableArray<LogRow> _logs;
    private readonly long _seed;

    /// <summary>Tables of some scenes.</summary>
    /// <param name="seed">Decides the tokens.</param>
    /// <param name="schedules">The scenes; all have the same sensors.</param>
    /// <param name="records">The rows of the large tables.</param>
    public TableBuilder(long seed, IReadOnlyList<SceneSchedule> schedules, RecordRows records)
    {
        _seed = seed;
        _schedules = schedules;
        _records = records;
        TokenSource sensors = Tokens("sensor");
        _sensors = [.. schedules[0].Drive.Rig.Select(sensor => new SensorRow(sensors.Next(), sensor.Channel, sensor.Modality))];
        TokenSource logs = Tokens("log");
        _logs = [.. schedules.Select(schedule => schedule.Log).Distinct().Select(log => new LogRow(logs.Next(), log.Name, log.Vehicle, log.Date, log.Location))];
    }

    /// <summary>Writes all tables.</summary>
    /// <param name="folder">Where; made if need be.</param>
    /// <param name="format">How the JSON is laid out.</param>
    public void Write(string folder, JsonSerializerOptions format)
    {
        Write("attribute", Attributes());
        Write("calibrated_sensor", Calibrations());
        Write("category", Categories());
        Write("ego_pose", _records.EgoPoses());
        Write("instance", ImmutableArray<string>.Empty);
        Write("log", _logs);
        Write("map", Maps());
        Write("sample", Samples());
        Write("sample_annotation", ImmutableArray<string>.Empty);
        Write("sample_data", _records.SampleData());
        Write("scene", Scenes());
        Write("sensor", _sensors);
        Write("visibility", Visibilities());

        void Write<T>(string table, IEnumerable<T> rows) => JsonFiles.Write(Path.Combine(folder, table + ".json"), rows, format);
    }

    private IEnumerable<SceneRow> Scenes()
    {
        TokenSource scenes = Tokens("scene");
        TokenSource samples = Tokens("sample");
        Dictionary<string, string> logs = _logs.ToDictionary(log => log.Logfile, log => log.Token);
        int first = 0;
        foreach (SceneSchedule schedule in _schedules)
        {
            SyntheticScene scene = schedule.Drive.Scene;
            int count = schedule.Drive.Samples;
            yield return new SceneRow(
                scenes.Next(),
                logs[schedule.Log.Name],
                count,
                samples.At(first),
                samples.At(first + count - 1),
                scene.Name,
                $"Synthetic drive through {scene.Location}");
            first += count;
        }
    }

    private IEnumerable<SampleRow> Samples()
    {
        TokenSource scenes = Tokens("scene");
        TokenSource samples = Tokens("sample");
        int first = 0;
        foreach (SceneSchedule schedule in _schedules)
        {
            string scene = scenes.Next();
            int count = schedule.Drive.Samples;
            for (int i = 0; i < count; i++)
            {
                yield return new SampleRow(
                    samples.At(first + i),
                    schedule.SampleTime(i),
                    i > 0 ? samples.At(first + i - 1) : "",
                    i + 1 < count ? samples.At(first + i + 1) : "",
                    scene);
            }

            first += count;
        }
    }

    private IEnumerable<CalibratedSensorRow> Calibrations()
    {
        TokenSource tokens = Tokens("calibrated_sensor");
        Dictionary<string, string> sensors = _sensors.ToDictionary(sensor => sensor.Channel, sensor => sensor.Token);
        return _schedules.SelectMany(schedule => schedule.Drive.Rig).Select(sensor => new CalibratedSensorRow(
            tokens.Next(), sensors[sensor.Channel], Array(sensor.Mount.Translation), sensor.Mount.Rotation.ToArray(), Matrix(sensor.Intrinsics)));
    }

    private IEnumerable<MapRow> Maps()
    {
        TokenSource tokens = Tokens("map");
        return MapLocations.All.Select(location => new MapRow(
            "semantic_prior",
            tokens.Next(),
            MapMask.FileName(location),
            [.. _logs.Where(log => log.Location == location).Select(log => log.Token)]));
    }

    private IEnumerable<AttributeRow> Attributes()
    {
        TokenSource tokens = Tokens("attribute");
        return
        [
            new(tokens.Next(), "vehicle.moving", "Vehicle is moving."),
            new(tokens.Next(), "vehicle.parked", "Vehicle stands still for long."),
            new(tokens.Next(), "pedestrian.moving", "Person is moving."),
        ];
    }

    private IEnumerable<CategoryRow> Categories()
    {
        TokenSource tokens = Tokens("category");
        return
        [
            new(tokens.Next(), "human.pedestrian.adult", "A grown-up person."),
            new(tokens.Next(), "vehicle.car", "A car for private use."),
            new(tokens.Next(), "movable_object.trafficcone", "A traffic cone."),
        ];
    }

    private static IEnumerable<VisibilityRow> Visibilities()
    {
        string[] borders = ["0", "40", "60", "80", "100"];
        return Enumerable.Range(1, 4).Select(i => new VisibilityRow(
            $"visibility of whole object is between {borders[i - 1]} and {borders[i]}%",
            i.ToString(CultureInfo.InvariantCulture),
            $"v{borders[i - 1]}-{borders[i]}"));
    }

    private TokenSource Tokens(string table) => new(_seed, table);

    private static double[] Array(Point3 point) => [point.X, point.Y, point.Z];

    private static double[][] Matrix(CameraIntrinsics? intrinsics) => intrinsics is CameraIntrinsics k
        ? [[k.FocalX, k.Skew, k.CenterX], [0, k.FocalY, k.CenterY], [0, 0, 1]]
        : [];
}
