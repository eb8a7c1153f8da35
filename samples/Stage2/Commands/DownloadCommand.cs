using System.CommandLine;
using MapDet.Core.Weights.Hub;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Progress;

namespace MapDet.Stage2.Commands;

/// <summary><c>mapdet download</c>: files of a Hugging Face hub.</summary>
internal sealed class DownloadCommand : MapDetCommand
{
    private const double BytesPerMegabyte = 1e6;

    private readonly Argument<string> _repository = new("REPO") { Description = "The repository, ORGANISATION/NAME." };

    private readonly Option<string?> _revision = new("--revision") { Description = "A branch, tag or commit; default: main.", HelpName = "R" };

    private readonly Option<string[]> _include = new("--include")
    {
        Description = "Only files that fit a pattern with * and ?, where * matches '/' too; may be given several times.",
        HelpName = "GLOB",
    };

    public DownloadCommand(CommandContext context)
        : base(
            context,
            "download",
            "Loads files of a Hugging Face hub into the cache that the Python client shares; an interrupted download goes on where it was.",
            "download lmsys/vicuna-7b-v1.5",
            "download Salesforce/blip2-opt-2.7b --include '*.safetensors*' --include '*.json'",
            "download lmsys/vicuna-7b-v1.5 --revision main --include tokenizer.model")
    {
        Arguments.Add(_repository);
        Options.Add(_revision);
        Options.Add(_include);
    }

    /// <inheritdoc/>
    protected override bool IsSingleProcess => true;

    /// <inheritdoc/>
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string repository = arguments.GetRequiredValue(_repository);
        HubSettings settings = HubSettings.FromEnvironment(Context.Environment);
        using HttpClient http = HubClient.CreateHttpClient();
        HubClient client = new(http, settings, new HubCache(settings.CacheFolder), TimeProvider.System);
        string snapshot = await Context.Progress.RunAsync(
            $"Downloading {repository}",
            async progress =>
            {
                HubListing listing = await client.ListAsync(repository, arguments.GetValue(_revision) ?? "main", cancellationToken).ConfigureAwait(false);
                return await client.DownloadAsync(
                    listing, arguments.GetValue(_include) ?? [], progress.Of<HubProgress>(Describe), cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
        await Context.Output.WriteLineAsync(snapshot).ConfigureAwait(false);
        return ExitCode.Success;
    }

    private static WorkDone Describe(HubProgress progress) => new(
        progress.Done / BytesPerMegabyte, progress.Total / BytesPerMegabyte, $"MB of {progress.File}, file {progress.Index} of {progress.Count}");
}
