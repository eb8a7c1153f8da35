namespace MapDet.Core.Contracts;

/// <summary>Where vector maps come from. Maps other than those of nuScenes plug in here. Implementations are safe for use from several threads at once.</summary>
public interface IMapSource
{
    /// <summary>The map of a location. It is asked for several times, so that it should be kept once it was read.</summary>
    /// <param name="location">A name that a <see cref="FrameRecord"/> refers to.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="MapDetException">There is no such map, or it is faulty; the message names file, record and field.</exception>
    VectorMap Map(string location, CancellationToken cancellationToken = default);

    /// <summary>True if the map can be read; a ground-truth cache can be used where maps are not at hand.</summary>
    /// <param name="location">A name that a <see cref="FrameRecord"/> refers to.</param>
    bool Has(string location);
}
