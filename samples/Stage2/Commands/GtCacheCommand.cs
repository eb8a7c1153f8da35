using System.CommandLine;
using MapDet.Core;
using MapDet.Core.Detection;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Tables;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Flags;
using MapDet.Stage2.Progress;
using MapDet.Stage2.Reporting;
using MapDet.Stage2.Settings;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Commands;

/// <summary><c>mapdet gt-cache</c>: the ground truth of a split as one file.</summary>
internal sealed class GtCacheCommand : MapDetCommand
{
    private readonly DataFlags _data = new();
    private readonly Option<string> _split = new("--split") { Description = "train, val, test, mini_train, mini_val, or a name of --split-file.", Required = true, HelpName = "S" };
    private readonly Option<string> _output = new("--output") { Description = "The file to make; one that fits already is left as it is.", Required = true, HelpName = "F.arrow" };
    private readonly Option<string?> _config = new("--config") { Description = "A config.json with another perception range or number of points.", HelpName = "FILE" };

    public GtCacheCommand(CommandContext context)
        : base(
            context,
            "gt-cache",
            "Extracts the ground truth of a split into a cache; goes on where an interrupted run stopped.",
            "gt-cache --dataroot data/nuscenes --version v1.0-mini --split train --output outputs/gt-cache/mini_train.arrow",
            "gt-cache --dataroot data/nuscenes --version v1.0-trainval --split-file my_splits.json --split east --output east.arrow")
    {
        _data.AddTo(this);
        Options.Add(_split);
        Options.Add(_output);
        Options.Add(_config);
    }

    /// <inheritdoc/>
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        DataSettings data = _data.Resolve(arguments);
        MapDetOptions model = arguments.GetValue(_config) is { } config ? RunConfiguration.Load(config).Model : new MapDetOptions();
        string output = arguments.GetRequiredValue(_output);
        GroundTruthRequest request = await Task.Run(
            () => CreateRequest(data, arguments.GetRequiredValue(_split), model, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (!Fits(request, output, cancellationToken))
        {
            await Context.Progress.RunAsync($"Ground truth of {request.Split}", progress => new GroundTruthCacheBuilder().BuildAsync(
                request, output, progress.Of<GroundTruthProgress>(p => new WorkDone(p.Done, p.Total)), cancellationToken)).ConfigureAwait(false);
        }

        using GroundTruthCache cache = GroundTruthCache.Open(output);
        CacheSummary.Write(cache, Context.Output);
        return ExitCode.Success;
    }

    private static GroundTruthRequest CreateRequest(DataSettings data, string split, MapDetOptions model, CancellationToken cancellationToken)
    {
        NuScenesFrames frames = new(NuScenesTables.Load(data.DataRoot!, data.Version!, cancellationToken));
        SplitSelection selection = SplitCatalog.Load(data.SplitFile).Select(frames.ReadFrames(cancellationToken), frames.Version, split);
        return new GroundTruthRequest
        {
            Version = frames.Version,
            Maps = new MapExpansionStore(data.DataRoot!),
            Split = selection.Name,
            Samples = selection.Samples,
            Range = model.Range,
            PointCount = model.Queries.NumPoints,
        };
    }

    private bool Fits(GroundTruthRequest request, string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using GroundTruthCache cache = GroundTruthCache.Open(path);
            cache.EnsureFits(new GroundTruthRequirements
            {
                NuScenesVersion = request.Version,
                Split = request.Split,
                Range = request.Range,
                PointCount = request.PointCount,
                Hash = request.ComputeHash(cancellationToken),
            });
            Context.Progress.WriteLine($"{path} is there already and fits.");
            return true;
        }
        catch (InvalidInputException e)
        {
            Context.Progress.WriteLine($"Made anew: {e.Message}");
            return false;
        }
    }
}
