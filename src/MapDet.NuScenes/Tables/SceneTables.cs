using MapDet.NuScenes.Json;
using MapDet.NuScenes.Maps;

namespace MapDet.NuScenes.Tables;

/// <summary>The tables <c>scene</c>, <c>log</c>, <c>sample</c> and <c>map</c> as they are read, before they are joined.</summary>
internal sealed class SceneTables
{
    public const string SceneTable = "scene";
    public const string LogTable = "log";
    public const string SampleTable = "sample";
    public const string MapTable = "map";

    private readonly Dictionary<RecordToken, int> _sampleIndex = [];

    private SceneTables(RecordTable<SceneRow> scenes, RecordTable<LogRecord> logs, RecordTable<MapMaskRecord> masks)
    {
        (Scenes, Logs, Masks) = (scenes, logs, masks);
    }

    public RecordTable<SceneRow> Scenes { get; }

    public RecordTable<LogRecord> Logs { get; }

    public RecordTable<MapMaskRecord> Masks { get; }

    public List<SampleRow> Samples { get; } = [];

    public bool TryFindSample(RecordToken token, out int index) => _sampleIndex.TryGetValue(token, out index);

    public static SceneTables Read(TableFiles files)
    {
        SceneTables tables = new(ReadScenes(files), ReadLogs(files), ReadMasks(files));
        tables.ReadSamples(files);
        return tables;
    }

    private static RecordTable<SceneRow> ReadScenes(TableFiles files)
    {
        TextColumn name = new("name");
        TextColumn description = new("description", optional: true);
        TokenColumn log = files.Token("log_token");
        IntegerColumn count = new("nbr_samples");
        TokenColumn first = files.Token("first_sample_token");
        TokenColumn last = files.Token("last_sample_token");
        HashSet<string> names = new(StringComparer.Ordinal);
        return RecordTable<SceneRow>.Read(
            files,
            SceneTable,
            token => names.Add(name.Value)
                ? new SceneRow(token.Value, name.Value, description.Value, log.Value, first.Value, last.Value, count.Value)
                : throw files.Fault(SceneTable, $"two scenes are called {name.Value}, the name that splits list.", token.Text, name.Name),
            log,
            count,
            first,
            last,
            name,
            description);
    }

    private static RecordTable<LogRecord> ReadLogs(TableFiles files)
    {
        TextColumn logFile = new("logfile");
        TextColumn vehicle = new("vehicle");
        TextColumn date = new("date_captured");
        TextColumn location = new("location");
        return RecordTable<LogRecord>.Read(files, LogTable, Create, logFile, vehicle, date, location);

        LogRecord Create(TokenColumn token)
        {
            LogRecord log = new(token.Text, logFile.Value, vehicle.Value, date.Value, location.Value);
            if (MapLocations.All.Contains(log.Location))
            {
                return log;
            }

            string known = string.Join(", ", MapLocations.All);
            throw files.Fault(LogTable, $"there is no map '{log.Location}'; the maps are {known}.", log.Token, location.Name);
        }
    }

    // The logs are not looked up: those of v1.0-mini's own map.json are the logs of the whole data set, most of which it does not hold.
    private static RecordTable<MapMaskRecord> ReadMasks(TableFiles files)
    {
        TextColumn category = new("category");
        TextColumn fileName = new("filename");
        TokensColumn logs = new("log_tokens", files.Texts);
        return RecordTable<MapMaskRecord>.Read(files, MapTable, Create, category, fileName, logs);

        MapMaskRecord Create(TokenColumn token)
        {
            files.ExpectBelowRoot(MapTable, token, fileName);
            return new MapMaskRecord(token.Text, category.Value, fileName.Value, [.. logs.Values.Select(files.Texts.Text)]);
        }
    }

    private void ReadSamples(TableFiles files)
    {
        TokenColumn token = files.Token("token");
        IntegerColumn timestamp = new("timestamp");
        TokenColumn previous = files.Token("prev");
        TokenColumn next = files.Token("next");
        TokenColumn scene = files.Token("scene_token");
        files.Read(SampleTable, new RecordSchema(token, timestamp, previous, next, scene), () =>
        {
            if (!_sampleIndex.TryAdd(token.Value, Samples.Count))
            {
                throw files.Duplicate(SampleTable, token);
            }

            if (!DataPath.IsPartOfFileName(token.Text))
            {
                throw files.Fault(SampleTable, "files are named by the sample, but its token can't be part of a file name.", token.Text, token.Name);
            }

            Samples.Add(new SampleRow(token.Value, timestamp.Value, scene.Value, previous.Value, next.Value));
        });
    }
}
