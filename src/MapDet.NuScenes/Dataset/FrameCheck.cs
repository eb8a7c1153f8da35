using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;

namespace MapDet.NuScenes.Dataset;

/// <summary>Refuses frames that break the contract of <see cref="IFrameSource"/>: frames of one's own come past no reader of ours.</summary>
internal static class FrameCheck
{
    /// <summary>All frames of a source.</summary>
    /// <exception cref="MapDetException">Two frames have the same name, or a pose is no place.</exception>
    public static ImmutableArray<FrameRecord> Read(IFrameSource source, CancellationToken cancellationToken = default)
    {
        ImmutableArray<FrameRecord> frames = source.ReadFrames(cancellationToken);
        HashSet<string> names = new(frames.Length, StringComparer.Ordinal);
        foreach (FrameRecord frame in frames)
        {
            if (!names.Add(frame.SampleToken))
            {
                throw new MapDetException($"{source.Version}: two samples are called '{frame.SampleToken}'.");
            }

            if (!double.IsFinite(frame.GroundHeight) || !Array.TrueForAll(frame.LidarToWorld.ToMatrix(), double.IsFinite))
            {
                throw new MapDetException($"{source.Version}, sample '{frame.SampleToken}': pose or ground height is not finite.");
            }
        }

        return frames;
    }

    /// <summary>The cameras of a frame.</summary>
    /// <exception cref="MapDetException">They are not the six in their order.</exception>
    public static ImmutableArray<CameraFrame> Cameras(IFrameSource source, FrameRecord frame)
    {
        ImmutableArray<CameraFrame> cameras = source.Cameras(frame);
        string[] channels = [.. cameras.Select(camera => camera.Camera.Channel)];
        return channels.SequenceEqual(CameraChannels.All, StringComparer.Ordinal)
            ? cameras
            : throw new MapDetException(
                $"{source.Version}, sample '{frame.SampleToken}': its cameras are {string.Join(", ", channels)}, "
                    + $"but must be {string.Join(", ", CameraChannels.All)}, in this order.");
    }
}
