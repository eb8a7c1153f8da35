using MapDet.NuScenes.Json;
using MapDet.NuScenes.Maps;

namespace MapDet.NuScenes.Tables;

/// <summary>The tables <c>scene</c>, <c>log</c>, <c>sample</c> and <c>map</c> as they are read, before they are joined.</summary>
internal sealed class SceneTables
{
    public const string SceneTable = "scene";
    public const string LogTable = "log";
    public const string SampleTable = "sample";
    private const string MapTable = "map";

    public List<SceneRow> Scenes { get; } = [];

    public Dictionary<RecordToken, LogRecord> Logs { get; } = [];

    public List<SampleRow> Samples { get; } = [];

    public List<MapMaskRecord> Masks { get; } = [];

    private readonly Dictionary<RecordToken, int> _sampleIndex = [];

    public bool TryFindSample(RecordToken token, out int index) => _sampleIndex.TryGetValue(token, out index);

    public static SceneTables Read(TableFiles files)
    {
        SceneTables tables = new();
        tables.ReadScenes(files);
        tables.ReadLogs(files);
        tables.ReadSamples(files);
        tables.ReadMasks(files);
        return tables;
    }

    private void ReadScenes(TableFiles files)
    {
        TokenColumn token = files.Token("token");
        TextColumn name = new("name");
        TokenColumn log = files.Token("log_token");
        IntegerColumn count = new("nbr_samples");
        TokenColumn first = files.Token("first_sample_token");
        TokenColumn last = files.Token("last_sample_token");
        HashSet<RecordToken> tokens = [];
        files.Read(SceneTable, new RecordSchema(token, log, count, first, last, name), () =>
        {
            if (!tokens.Add(token.Value))
            {
                throw files.Duplicate(SceneTable, token.Text);
            }

            Scenes.Add(new SceneRow(token.Value, name.Value, log.Value, first.Value, last.Value, count.Value));
        });
    }

    private void ReadLogs(TableFiles files)
    {
        TokenColumn token = files.Token("token");
        TextColumn logFile = new("logfile");
        TextColumn vehicle = new("vehicle");
        TextColumn date = new("date_captured");
        TextColumn location = new("location");
        files.Read(LogTable, new RecordSchema(token, logFile, vehicle, date, location), () =>
        {
            LogRecord log = new(token.Text, logFile.Value, vehicle.Value, date.Value, location.Value);
            if (!Logs.TryAdd(token.Value, log))
            {
                throw files.Duplicate(LogTable, token.Text);
            }

            if (!MapLocations.All.Contains(log.Location))
            {
                string known = string.Join(", ", MapLocations.All);
                throw files.Fault(LogTable, $"there is no map '{log.Location}'; the maps are {known}.", token.Text, location.Name);
            }
        });
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
                throw files.Duplicate(SampleTable, token.Text);
            }

            Samples.Add(new SampleRow(token.Value, timestamp.Value, scene.Value, next.Value));
        });
    }

    private void ReadMasks(TableFiles files)
    {
        TokenColumn token = files.Token("token");
        TextColumn category = new("category");
        TextColumn fileName = new("filename");
        TokensColumn logs = new("log_tokens", files.Texts);
        HashSet<RecordToken> tokens = [];
        files.Read(MapTable, new RecordSchema(token, category, fileName, logs), () =>
        {
            if (!tokens.Add(token.Value))
            {
                throw files.Duplicate(MapTable, token.Text);
            }

            Masks.Add(new MapMaskRecord(token.Text, category.Value, fileName.Value, [.. logs.ToArray().Select(files.Texts.Text)]));
        });
    }
}
