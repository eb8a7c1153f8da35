using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.CustomData.Sources;

/// <summary>Frames out of <c>frames.jsonl</c> and <c>cameras.json</c>. Safe for use from several threads.</summary>
/// <param name="folder">Where the files lie.</param>
internal sealed class RecordedFrames(DataFolder folder) : IFrameSource
{
    private readonly Lock _gate = new();
    private ImmutableArray<FrameRecord> _frames;
    private Dictionary<string, FrameEntry> _entries = [];
    private Dictionary<string, Dictionary<string, CameraEntry>> _rigs = [];

    /// <inheritdoc/>
    public string Version => "custom-data";

    /// <inheritdoc/>
    public ImmutableArray<FrameRecord> ReadFrames(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_frames.IsDefault)
            {
                _rigs = DataJson.Parse<Dictionary<string, Dictionary<string, CameraEntry>>>(DataJson.ReadText(folder.Cameras), folder.Cameras);
                _entries = ReadEntries(cancellationToken);
                _frames = [.. _entries.Values.OrderBy(entry => entry.Timestamp).Select(Frame)];
            }

            return _frames;
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<CameraFrame> Cameras(FrameRecord frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        FrameEntry entry = _entries[frame.SampleToken];
        RigidTransform mapToWorld = frame.MapFrame.ToWorld();
        return [.. CameraChannels.All.Select(channel => Camera(entry, channel, mapToWorld))];
    }

    private Dictionary<string, FrameEntry> ReadEntries(CancellationToken cancellationToken)
    {
        Dictionary<string, FrameEntry> entries = new(StringComparer.Ordinal);
        foreach ((int index, string line) in DataJson.ReadText(folder.Frames).Split('\n').Index().Where(line => line.Item.Trim().Length > 0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            FrameEntry entry = DataJson.Parse<FrameEntry>(line, folder.Frames, $"line {index + 1}");
            if (!entries.TryAdd(entry.Sample, entry))
            {
                throw new InvalidInputException(folder.Frames, "two lines have this sample.", entry.Sample, "sample");
            }
        }

        return entries;
    }

    private FrameRecord Frame(FrameEntry entry) => new(
        entry.Sample, entry.Scene, entry.Location, entry.Timestamp, Transform(entry.Pose, folder.Frames, entry.Sample, "pose"), entry.Ground);

    // From the map frame to the world, from there to the rig where it was when the picture was taken, and on to the camera.
    private CameraFrame Camera(FrameEntry entry, string channel, RigidTransform mapToWorld)
    {
        PictureEntry picture = entry.Pictures.GetValueOrDefault(channel)
            ?? throw new InvalidInputException(folder.Frames, $"there is no picture of {channel}.", entry.Sample, "pictures");
        CameraEntry camera = _rigs.GetValueOrDefault(entry.Rig)?.GetValueOrDefault(channel)
            ?? throw new InvalidInputException(
                folder.Cameras, $"there is no calibration of {channel}, which the sample {entry.Sample} needs.", entry.Rig, channel);
        if (camera is not { Width: > 0, Height: > 0, Fx: > 0, Fy: > 0 })
        {
            throw new InvalidInputException(folder.Cameras, "width, height, fx and fy must be positive.", entry.Rig, channel);
        }

        RigidTransform cameraToRig = Transform(camera.Mount, folder.Cameras, entry.Rig, $"{channel}.mount");
        RigidTransform rigToWorld = Transform(picture.Pose ?? entry.Pose, folder.Frames, entry.Sample, $"pictures.{channel}.pose");
        RigidTransform mapToCamera = cameraToRig.Inverse().After(rigToWorld.Inverse()).After(mapToWorld);
        return new CameraFrame(
            new CameraModel(channel, camera.Intrinsics, mapToCamera, camera.Width, camera.Height), Path.Combine(folder.Root, picture.File));
    }

    private static RigidTransform Transform(PoseEntry pose, string file, string record, string field)
    {
        try
        {
            return pose.ToTransform();
        }
        catch (ArgumentException e)
        {
            throw new InvalidInputException(file, e.Message, record, field, e);
        }
    }
}
