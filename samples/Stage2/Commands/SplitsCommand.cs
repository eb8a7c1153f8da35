using System.Collections.Immutable;
using System.CommandLine;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.IO;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.Dataset.Splits;
using MapDet.NuScenes.Tables;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Flags;
using MapDet.Stage2.Reporting;
using MapDet.Stage2.Settings;

namespace MapDet.Stage2.Commands;

/// <summary><c>mapdet splits</c>: how near splits are to each other on the ground, and splits that are not.</summary>
internal sealed class SplitsCommand : MapDetCommand
{
    private const string Geographic = "geographic";

    private readonly DataFlags _data = new();
    private readonly Option<bool> _report = new("--report") { Description = "Measure how far each sample of one split is from the nearest sample of another." };
    private readonly Option<string?> _make = new("--make") { Description = "Make splits that lie apart on the ground: geographic.", HelpName = Geographic };
    private readonly Option<string?> _output = new("--output") { Description = "The file to write: with --make the split file, with --report every distance as JSON.", HelpName = "F.json" };
    private readonly Option<string?> _train = new("--train") { Description = "With --report: the split to train on; default: train.", HelpName = "S" };
    private readonly Option<string?> _val = new("--val") { Description = "With --report: the split to score; default: val.", HelpName = "S" };
    private readonly Option<ImmutableArray<SplitShare>?> _fractions = new("--fractions")
    {
        Description = "With --make: shares of train, val and test (or of train and val) among the samples; default: 0.7,0.15,0.15.",
        CustomParser = FractionsParser.Parse,
        HelpName = "X,Y,Z",
    };

    private readonly Option<double?> _separation = new("--separation")
    {
        Description = "With --make: metres between samples of different splits; default: 67.1, from where on ranges of 30 m x 60 m share no ground.",
        HelpName = "M",
    };

    private readonly Option<long?> _seed = new("--seed") { Description = "With --make: another seed looks at other cuts; default: 1.", HelpName = "N" };

    public SplitsCommand(CommandContext context)
        : base(
            context,
            "splits",
            "Shows how near validation is to training on the ground, or makes splits that lie apart.",
            "splits --report --dataroot data/nuscenes --version v1.0-trainval",
            "splits --make geographic --dataroot data/nuscenes --version v1.0-trainval --output geographic.json",
            "splits --report --dataroot data/nuscenes --version v1.0-trainval --split-file geographic.json --val test --output test.json")
    {
        Options.Add(_report);
        Options.Add(_make);
        _data.AddTo(this);
        foreach (Option option in new Option[] { _output, _train, _val, _fractions, _separation, _seed })
        {
            Options.Add(option);
        }
    }

    /// <inheritdoc/>
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        Func<DataSettings, Task> work = (arguments.GetValue(_report), arguments.GetValue(_make)) switch
        {
            (true, null) => data => ReportAsync(arguments, data, cancellationToken),
            (false, Geographic) => data => MakeAsync(arguments, data, cancellationToken),
            (false, { } method) => throw new MapDetException($"--make {method}: there is no such way to make splits; there is {Geographic}."),
            _ => throw new MapDetException($"splits takes either --report or --make {Geographic}."),
        };
        if (arguments.GetValue(_output) is { } output && Directory.Exists(output))
        {
            throw new MapDetException($"--output {output}: this is a folder; name the file to write.");
        }

        await work(_data.Resolve(arguments)).ConfigureAwait(false);
        return ExitCode.Success;
    }

    private async Task ReportAsync(ParseResult arguments, DataSettings data, CancellationToken cancellationToken)
    {
        Refuse(arguments, "--report", _fractions, _separation, _seed);
        ImmutableArray<FrameRecord> frames = await LoadAsync(data, cancellationToken).ConfigureAwait(false);
        SplitCatalog catalog = SplitCatalog.Load(data.SplitFile);
        SplitSelection training = catalog.Select(frames, data.Version!, arguments.GetValue(_train) ?? "train");
        SplitSelection evaluated = catalog.Select(frames, data.Version!, arguments.GetValue(_val) ?? "val");
        SplitOverlap overlap = await Task.Run(
            () => SplitOverlap.Measure(
                PlacedSample.Of(training.Samples), PlacedSample.Of(evaluated.Samples), cancellationToken: cancellationToken),
            cancellationToken).ConfigureAwait(false);
        OverlapTable.Write(overlap, training.Name, evaluated.Name, Context.Output);
        if (arguments.GetValue(_output) is { } output)
        {
            SplitOverlapFile.Write(output, overlap, data.Version!, training.Name, evaluated.Name);
            await Context.Output.WriteLineAsync($"Written: {output}").ConfigureAwait(false);
        }
    }

    private async Task MakeAsync(ParseResult arguments, DataSettings data, CancellationToken cancellationToken)
    {
        Refuse(arguments, "--make", _data.SplitFile, _train, _val);
        string output = arguments.GetValue(_output) ?? throw new MapDetException("--output is missing: the split file to write.");
        GeographicSplitOptions options = CreateOptions(arguments);
        GeographicSplitter splitter = new(options);
        ImmutableArray<PlacedSample> samples = PlacedSample.Of(await LoadAsync(data, cancellationToken).ConfigureAwait(false));
        GeographicSplits splits = await Context.Progress.RunAsync(
            "Dividing the scenes", _ => Task.Run(() => splitter.Split(samples, cancellationToken), cancellationToken)).ConfigureAwait(false);
        AtomicFile.WriteText(output, splits.ToSplitFile());
        SplitSummary.Write(splits, options.Shares, Context.Output);
        SplitSummary.WriteOverlaps(splits, samples, Context.Output, cancellationToken);
        await Context.Output.WriteLineAsync($"Written: {output}; commands take it as --split-file {output}").ConfigureAwait(false);
    }

    private GeographicSplitOptions CreateOptions(ParseResult arguments)
    {
        GeographicSplitOptions defaults = new();
        return defaults with
        {
            Shares = arguments.GetValue(_fractions) ?? defaults.Shares,
            Separation = arguments.GetValue(_separation) ?? defaults.Separation,
            Seed = arguments.GetValue(_seed) ?? defaults.Seed,
        };
    }

    private static Task<ImmutableArray<FrameRecord>> LoadAsync(DataSettings data, CancellationToken cancellationToken) => Task.Run(
        () => new NuScenesFrames(NuScenesTables.Load(data.DataRoot!, data.Version!, cancellationToken)).ReadFrames(cancellationToken), cancellationToken);

    private static void Refuse(ParseResult arguments, string mode, params Option[] foreign)
    {
        if (foreign.FirstOrDefault(option => arguments.GetResult(option) is not null) is { } given)
        {
            throw new MapDetException($"{given.Name} does not go with {mode}.");
        }
    }
}
