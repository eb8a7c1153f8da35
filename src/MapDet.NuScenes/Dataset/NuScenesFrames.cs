using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MapDet.NuScenes.Dataset;

/// <summary>The frames of nuScenes: where the vehicle was, and what the six cameras saw. Safe for use from several threads.</summary>
public sealed class NuScenesFrames : IFrameSource
{
    private readonly Func<CancellationToken, NuScenesTables> _load;
    private readonly Lock _gate = new();
    private NuScenesTables? _tables;
    private ImmutableArray<FrameRecord> _frames;

    /// <summary>Takes the frames from tables that are read already.</summary>
    /// <param name="tables">The tables.</param>
    public NuScenesFrames(NuScenesTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        Version = tables.Version;
        _load = _ => tables;
    }

    /// <summary>Reads the tables when the frames are first asked for.</summary>
    /// <param name="options">Where they lie.</param>
    /// <param name="logger">Hears what is read.</param>
    public NuScenesFrames(IOptions<NuScenesOptions> options, ILogger<NuScenesFrames>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Version = options.Value.Version;
        _load = cancellationToken => Load(options.Value, logger ?? NullLogger<NuScenesFrames>.Instance, cancellationToken);
    }

    /// <inheritdoc/>
    public string Version { get; }

    /// <summary>The frame of a sample, without its pictures.</summary>
    /// <param name="sampleToken">The sample.</param>
    /// <exception cref="MapDetException">There is no such sample, or it lacks a camera.</exception>
    public SurroundFrame this[string sampleToken]
    {
        get
        {
            FrameRecord frame = Frame(Find(sampleToken));
            return new SurroundFrame(sampleToken, frame.MapFrame, Cameras(frame));
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<FrameRecord> ReadFrames(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_frames.IsDefault)
            {
                _tables = _load(cancellationToken);
                _frames = [.. _tables.Samples.Select(Frame)];
            }

            return _frames;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The sample lacks a camera, or an image has no size.</exception>
    public ImmutableArray<CameraFrame> Cameras(FrameRecord frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        SampleRecord sample = Find(frame.SampleToken).Sample;
        RigidTransform mapToWorld = frame.MapFrame.ToWorld();
        return [.. CameraChannels.All.Select(channel => Camera(Tables.Camera(sample, channel), mapToWorld))];
    }

    private NuScenesTables Tables
    {
        get
        {
            if (_tables is null)
            {
                ReadFrames();
            }

            return _tables!;
        }
    }

    private FrameRecord Frame(SceneSample pair) => new(
        pair.Sample.Token,
        pair.Scene.Name,
        pair.Scene.Location,
        pair.Sample.Timestamp,
        Tables.LidarToWorld(pair.Sample),
        Tables.Lidar(pair.Sample).EgoToWorld.Translation.Z);

    private SceneSample Find(string sampleToken) => Tables.FindSample(sampleToken)
        ?? throw new MapDetException($"There is no sample '{sampleToken}' in {Tables.Version} of {Tables.DataRoot}.");

    // Each camera has an ego pose of its own, taken at its own time: with the lidar's, marks would lie up to 2 m beside themselves.
    private CameraFrame Camera(KeyFrameRecord record, RigidTransform mapToWorld)
    {
        if (record.Width == 0 || record.Height == 0)
        {
            throw Tables.SampleDataFault(record, record.Width == 0 ? "width" : "height", "the image has no size.");
        }

        RigidTransform worldToEgo = record.EgoToWorld.ToTransform().Inverse();
        RigidTransform egoToCamera = record.Sensor.SensorToEgo.ToTransform().Inverse();
        ImmutableArray<double> k = record.Sensor.Intrinsic;
        CameraModel model = new(
            record.Sensor.Channel,
            new CameraIntrinsics(k[0], k[4], k[2], k[5], k[1]),
            egoToCamera.After(worldToEgo).After(mapToWorld),
            record.Width,
            record.Height);
        return new CameraFrame(model, Path.Combine(Tables.DataRoot, record.FileName));
    }

    private static NuScenesTables Load(NuScenesOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        NuScenesTables tables = NuScenesTables.Load(options.DataRoot, options.Version, cancellationToken);
        Log.TablesRead(logger, tables.Version, tables.DataRoot, tables.Scenes.Length, tables.Samples.Length);
        return tables;
    }
}
