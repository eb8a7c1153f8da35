using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Settings;
using MapDet.Stage2.Visualization;
using MapDet.Training.Loop;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MapDet.Stage2.Running;

/// <summary>Runs a training and shows how far it is.</summary>
internal static class TrainingSession
{
    /// <summary>Trains.</summary>
    /// <param name="context">The world around the command.</param>
    /// <param name="settings">The run.</param>
    /// <param name="observer">Is told what happens; null for nobody.</param>
    /// <param name="cancellationToken">Ends the run, which saves a checkpoint before.</param>
    public static Task<TrainingResult> RunAsync(
        CommandContext context, Stage2Settings settings, ITrainingObserver? observer, CancellationToken cancellationToken) =>
        context.Progress.WatchAsync(async watcher =>
        {
            using IHost host = Stage2Host.Create(context, settings, services =>
            {
                services.AddSingleton(watcher);
                services.AddSingleton<ITrainingObserver, CurvesFileObserver>();
                if (observer is not null)
                {
                    services.AddSingleton(observer);
                }
            });
            return await host.Services.GetRequiredService<ITrainer>().TrainAsync(cancellationToken).ConfigureAwait(false);
        });
}
