using MapDet.Core.Detection;

namespace MapDet.Core.Contracts;

/// <summary>Builds models from options.</summary>
public interface IMapModelFactory
{
    /// <summary>Builds a model with fresh weights.</summary>
    /// <param name="options">Shapes and ranges.</param>
    /// <param name="anchors">Where the decoder's instances start; null: spread over the range.</param>
    /// <param name="seed">Equal seeds give equal weights.</param>
    /// <returns>A model that the caller disposes.</returns>
    /// <exception cref="MapDetException">The options do not fit together; the message names the setting.</exception>
    IMapModel Create(MapDetOptions options, MapAnchors? anchors = null, long seed = 0);
}
