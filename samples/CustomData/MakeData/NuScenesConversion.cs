using System.Globalization;
using System.Text.Json;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.IO;
using MapDet.CustomData.Sources;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Tables;

namespace MapDet.CustomData.MakeData;

/// <summary>Writes a data set in nuScenes' format in the formats of this sample.</summary>
/// <param name="tables">The data set.</param>
/// <param name="target">Where the files go.</param>
internal sealed class NuScenesConversion(NuScenesTables tables, DataFolder target)
{
    private static readonly JsonSerializerOptions Indented = new(DataJson.Options) { WriteIndented = true };

    private readonly Dictionary<string, string> _scenes = Numbered("drive-", tables.Scenes.Select(scene => scene.Name));
    private readonly Dictionary<string, string> _locations = Numbered("town-", tables.Scenes.Select(scene => scene.Location));

    /// <summary>Writes all files.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="MapDetException">The data set is faulty, or lacks a split.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        List<FrameEntry> frames = [];
        foreach (SceneRecord scene in tables.Scenes)
        {
            foreach ((int number, SampleRecord sample) in scene.Samples.Index())
            {
                cancellationToken.ThrowIfCancellationRequested();
                frames.Add(Frame(scene, sample, number));
            }
        }

        MapExpansionStore maps = new(tables.DataRoot);
        foreach ((string location, string name) in _locations)
        {
            GeoJsonMapWriter.Write(maps.Map(location, cancellationToken), Places(location), target.Map(name));
        }

        WriteLines(target.Frames, frames.Select(frame => JsonSerializer.Serialize(frame, DataJson.Options)));
        WriteIndented(target.Cameras, tables.Scenes.ToDictionary(scene => _scenes[scene.Name], Rig));
        WriteIndented(target.Splits, new Dictionary<string, string[]> { ["train"] = Split("train"), ["validation"] = Split("val") });
    }

    private FrameEntry Frame(SceneRecord scene, SampleRecord sample, int number)
    {
        KeyFrameRecord lidar = tables.Lidar(sample);
        string name = string.Create(CultureInfo.InvariantCulture, $"{_scenes[scene.Name]}-{number:00}");
        return new FrameEntry(
            name,
            _scenes[scene.Name],
            _locations[scene.Location],
            _scenes[scene.Name],
            sample.Timestamp,
            lidar.EgoToWorld.After(lidar.Sensor.SensorToEgo).ToEntry(),
            lidar.EgoToWorld.Translation.Z,
            CameraChannels.All.ToDictionary(channel => channel, channel => Picture(sample, channel, name, lidar)));
    }

    private PictureEntry Picture(SampleRecord sample, string channel, string name, KeyFrameRecord lidar)
    {
        KeyFrameRecord camera = tables.Camera(sample, channel);
        string source = Path.Combine(tables.DataRoot, camera.FileName);
        if (!File.Exists(source))
        {
            throw new InvalidInputException(source, "the picture does not exist.", sample.Token, channel);
        }

        string file = $"images/{name}/{channel}{Path.GetExtension(camera.FileName)}";
        string path = Path.Combine(target.Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(source, path, overwrite: true);
        return new PictureEntry(file, camera.EgoToWorld.After(lidar.Sensor.SensorToEgo).ToEntry());
    }

    private Dictionary<string, CameraEntry> Rig(SceneRecord scene)
    {
        SampleRecord sample = scene.Samples[0];
        Pose egoToRig = tables.Lidar(sample).Sensor.SensorToEgo.Inverse();
        return CameraChannels.All.ToDictionary(channel => channel, channel =>
        {
            KeyFrameRecord camera = tables.Camera(sample, channel);
            CalibratedSensorRecord sensor = camera.Sensor;
            return new CameraEntry(
                camera.Width,
                camera.Height,
                sensor.Intrinsic[0],
                sensor.Intrinsic[4],
                sensor.Intrinsic[2],
                sensor.Intrinsic[5],
                egoToRig.After(sensor.SensorToEgo).ToEntry());
        });
    }

    private IEnumerable<Point3> Places(string location) => tables.Scenes
        .Where(scene => scene.Location == location)
        .SelectMany(scene => scene.Samples)
        .Select(sample => tables.Lidar(sample).EgoToWorld.Translation);

    private string[] Split(string official)
    {
        SplitCatalog catalog = SplitCatalog.Official;
        string[] scenes = [.. catalog.Scenes(catalog.Resolve(official, tables.Version)).Where(_scenes.ContainsKey).Select(name => _scenes[name])];
        return scenes.Length > 0 ? scenes : throw new MapDetException($"{tables.DataRoot}: no scene of {tables.Version} is in the split {official}.");
    }

    private static Dictionary<string, string> Numbered(string prefix, IEnumerable<string> names) =>
        names.Distinct().Index().ToDictionary(name => name.Item, name => string.Create(CultureInfo.InvariantCulture, $"{prefix}{name.Index + 1}"));

    private static void WriteLines(string path, IEnumerable<string> lines) => AtomicFile.WriteText(path, string.Join('\n', lines) + "\n");

    private static void WriteIndented<T>(string path, T value) =>
        AtomicFile.WriteText(path, JsonSerializer.Serialize(value, Indented) + "\n");
}
