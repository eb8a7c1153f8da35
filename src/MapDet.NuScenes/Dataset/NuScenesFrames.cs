using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Dataset;

/// <summary>What the detector sees of a sample: the six pictures and where they look in the map frame. Safe for use from several threads.</summary>
/// <param name="tables">The tables.</param>
public sealed class NuScenesFrames(NuScenesTables tables)
{
    /// <summary>The frame of a sample, without its pictures.</summary>
    /// <param name="sampleToken">The sample.</param>
    /// <exception cref="MapDetException">There is no such sample, or it lacks a camera.</exception>
    public SurroundFrame this[string sampleToken] => tables.FindSample(sampleToken) is { } found
        ? Create(found.Sample)
        : throw new MapDetException($"There is no sample '{sampleToken}' in {tables.Version} of {tables.DataRoot}.");

    /// <summary>The frame of a sample, without its pictures.</summary>
    /// <exception cref="InvalidInputException">The sample lacks a camera, or an image has no size.</exception>
    public SurroundFrame Create(SampleRecord sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        MapFrame frame = tables.MapFrame(sample);
        RigidTransform mapToWorld = frame.ToWorld();
        ImmutableArray<CameraFrame> cameras = [.. CameraChannels.All.Select(channel => Camera(tables.Camera(sample, channel), mapToWorld))];
        return new SurroundFrame(sample.Token, frame, cameras);
    }

    // Each camera has an ego pose of its own, taken at its own time: with the lidar's, marks would lie up to 2 m beside themselves.
    private CameraFrame Camera(KeyFrameRecord record, RigidTransform mapToWorld)
    {
        if (record.Width == 0 || record.Height == 0)
        {
            throw tables.SampleDataFault(record, record.Width == 0 ? "width" : "height", "the image has no size.");
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
        return new CameraFrame(model, Path.Combine(tables.DataRoot, record.FileName));
    }
}
