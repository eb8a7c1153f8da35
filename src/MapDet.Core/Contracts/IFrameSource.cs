using System.Collections.Immutable;

namespace MapDet.Core.Contracts;

/// <summary>Where poses, calibrations and pictures come from. Drives other than those of nuScenes plug in here.</summary>
public interface IFrameSource
{
    /// <summary>A name of the data, such as v1.0-trainval; written into ground-truth caches.</summary>
    string Version { get; }

    /// <summary>
    /// All frames, ordered by time, each with a name of its own. Called before <see cref="Cameras"/> and more than once: only the first time
    /// may take long.
    /// </summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="MapDetException">The data is absent or faulty; the message names file, record and field.</exception>
    ImmutableArray<FrameRecord> ReadFrames(CancellationToken cancellationToken = default);

    /// <summary>The cameras of a frame with the paths of their pictures, which need not exist yet. Safe for use from several threads at once.</summary>
    /// <param name="frame">One of <see cref="ReadFrames"/>.</param>
    /// <returns>
    /// All six in the order of <see cref="CameraChannels.All"/>. Each projects from the frame's map frame (<see cref="FrameRecord.MapFrame"/>); where
    /// it was triggered at another moment than the frame, from where the vehicle was then.
    /// </returns>
    /// <exception cref="MapDetException">The frame lacks a camera.</exception>
    ImmutableArray<CameraFrame> Cameras(FrameRecord frame);
}
