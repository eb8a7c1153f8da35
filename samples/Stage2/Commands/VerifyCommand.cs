using System.CommandLine;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Flags;
using MapDet.Stage2.Settings;
using MapDet.Stage2.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MapDet.Stage2.Commands;

/// <summary><c>mapdet verify</c>: the check before training.</summary>
internal sealed class VerifyCommand : MapDetCommand
{
    private readonly RunFlags _flags = new();

    public VerifyCommand(CommandContext context)
        : base(
            context,
            "verify",
            "Checks model, optimiser groups, data loading, forward and backward pass before a training; takes the flags of train.",
            "verify --preset tiny",
            "verify --dataroot data/nuscenes --version v1.0-mini --preset tiny --batch-size 2") => _flags.AddTo(this);

    /// <inheritdoc/>
    protected override bool UsesTorch => true;

    /// <inheritdoc/>
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        Stage2Settings settings = _flags.Resolve(arguments);
        using TrialWorld? world = settings.Data.DataRoot is null
            ? await TrialWorld.CreateAsync(Context, cancellationToken).ConfigureAwait(false)
            : null;
        bool passed = await RunAsync(Context, world?.Use(settings) ?? settings, cancellationToken).ConfigureAwait(false);
        return passed ? ExitCode.Success : ExitCode.Failure;
    }

    /// <summary>Runs the checks on settings.</summary>
    internal static async Task<bool> RunAsync(CommandContext context, Stage2Settings settings, CancellationToken cancellationToken)
    {
        using IHost host = Stage2Host.Create(context, settings);
        IServiceProvider services = host.Services;
        Stage2Verifier verifier = new(
            services.GetRequiredService<IMapModelFactory>(),
            services.GetRequiredService<IMapDatasetProvider>(),
            services.GetRequiredService<IMapBatchLoader>(),
            services.GetRequiredService<ISetCriterion>(),
            settings.Training,
            context.Output);
        return await verifier.RunAsync(settings.Model, cancellationToken).ConfigureAwait(false);
    }
}
