namespace MapDet.Core.Contracts;

/// <summary>Opens the data sets of a run. Another data set than nuScenes plugs in here.</summary>
public interface IMapDatasetProvider
{
    /// <summary>Opens a data set; what it needs (such as a ground-truth cache) is made when absent.</summary>
    /// <param name="role">What it is for.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="MapDetException">The data can't be used; the message says why.</exception>
    Task<IMapDataset> OpenAsync(DatasetRole role, CancellationToken cancellationToken = default);
}
