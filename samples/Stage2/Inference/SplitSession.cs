using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Settings;
using MapDet.Training.Loop;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MapDet.Stage2.Inference;

/// <summary>A split that is open for evaluation, and the services that work on it.</summary>
internal sealed class SplitSession : IDisposable
{
    private readonly IHost _host;

    private SplitSession(IHost host, IMapDataset dataset)
    {
        _host = host;
        Dataset = dataset;
    }

    /// <summary>The samples.</summary>
    public IMapDataset Dataset { get; }

    /// <summary>Opens a split; its ground-truth cache is made when absent.</summary>
    /// <param name="context">The world around the command.</param>
    /// <param name="model">The range and the number of points that the ground truth has to have.</param>
    /// <param name="data">The split, as that of validation.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<SplitSession> OpenAsync(CommandContext context, MapDetOptions model, DataSettings data, CancellationToken cancellationToken)
    {
        IHost host = Stage2Host.Create(context, new Stage2Settings(model, new TrainingOptions(), data));
        try
        {
            IMapDataset dataset = await host.Services.GetRequiredService<IMapDatasetProvider>()
                .OpenAsync(DatasetRole.Validation, cancellationToken).ConfigureAwait(false);
            return new SplitSession(host, dataset);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>A service of the composition.</summary>
    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <inheritdoc/>
    public void Dispose() => _host.Dispose();
}
