using MapDet.Core;

namespace MapDet.NuScenes.Synthesis;

/// <summary>
/// Writes a synthetic world in exact nuScenes v1.0 and map expansion v1.3 format: towns, drives through them, and what the six
/// cameras and LIDAR_TOP see there.
/// </summary>
public sealed class SyntheticWorldWriter
{
    private readonly SynthesisOptions _options;

    /// <summary>Creates a writer.</summary>
    /// <param name="options">What the data set holds.</param>
    /// <exception cref="MapDetException">An option is out of range.</exception>
    public SyntheticWorldWriter(SynthesisOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <summary>Writes the data set.</summary>
    /// <param name="progress">Told after every few key frames; may be null.</param>
    /// <param name="cancellationToken">Ends the run; the tables are written last, so that what is left is no data set.</param>
    /// <exception cref="MapDetException">The folder holds something else.</exception>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public Task WriteAsync(IProgress<SynthesisProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        throw new NotSupportedException($"{_options.Output}: being written");
    }
}
