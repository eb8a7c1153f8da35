using System.CommandLine;
using System.CommandLine.Parsing;
using MapDet.NuScenes.Synthesis;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Flags;
using MapDet.Stage2.Progress;

namespace MapDet.Stage2.Commands;

/// <summary><c>mapdet synth</c>: a synthetic data set in nuScenes' own format.</summary>
internal sealed class SynthCommand : MapDetCommand
{
    private readonly Option<string> _output = new("--output") { Description = "The data root to write: a folder that is new or empty.", Required = true, HelpName = "DIR" };
    private readonly Option<string> _version = new("--version") { Description = "v1.0-mini, v1.0-trainval or v1.0-test.", DefaultValueFactory = _ => "v1.0-mini" };
    private readonly Option<int> _scenes = new("--scenes") { Description = "Number of scenes (drives).", DefaultValueFactory = _ => 10, HelpName = "N" };
    private readonly Option<int> _samplesPerScene = new("--samples-per-scene") { Description = "Key frames a scene.", DefaultValueFactory = _ => 40, HelpName = "N" };
    private readonly Option<ImageSize> _imageSize = new("--image-size")
    {
        Description = "Width x height of the images, pixels.",
        DefaultValueFactory = _ => new ImageSize(1600, 900),
        CustomParser = ImageSizeParser.Parse,
        HelpName = "WxH",
    };

    private readonly Option<bool> _tablesOnly = new("--tables-only") { Description = "Write tables and maps but no images, with all sweeps of all sensors, for programs that only read tables; needs --samples." };
    private readonly Option<int?> _samples = new("--samples") { Description = "With --tables-only: samples (key frames) of all scenes together; the real v1.0-trainval has 34149.", HelpName = "N" };
    private readonly Option<long> _seed = new("--seed") { Description = "Equal seeds give equal files.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace a synthetic data set that an earlier run left in the folder; nothing else ever is." };

    public SynthCommand(CommandContext context)
        : base(
            context,
            "synth",
            "Makes a synthetic data set in exact nuScenes v1.0 and map expansion v1.3 format, with images of all six cameras.",
            "synth --output data/synthetic",
            "synth --output data/synthetic --scenes 4 --samples-per-scene 8 --image-size 256x144",
            "synth --output data/big --version v1.0-trainval --scenes 100 --seed 7",
            "synth --output data/tables --version v1.0-trainval --tables-only --samples 34149")
    {
        foreach (Option option in new Option[] { _output, _version, _scenes, _samplesPerScene, _imageSize, _tablesOnly, _samples, _seed, _overwrite })
        {
            Options.Add(option);
        }

        Validators.Add(RefuseMixedFlags);
    }

    /// <inheritdoc/>
    protected override Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken) =>
        arguments.GetValue(_tablesOnly) ? WriteTablesAsync(arguments, cancellationToken) : WriteWorldAsync(arguments, cancellationToken);

    private void RefuseMixedFlags(CommandResult command)
    {
        bool tablesOnly = command.GetValue(_tablesOnly);
        bool hasSamples = command.GetResult(_samples) is not null;
        if (tablesOnly != hasSamples)
        {
            command.AddError("--tables-only and --samples go together.");
        }

        foreach (Option option in new Option[] { _scenes, _samplesPerScene, _imageSize })
        {
            if (tablesOnly && command.GetResult(option) is { Implicit: false })
            {
                command.AddError($"{option.Name} can't go with --tables-only: --samples decides the scenes, and there are no images.");
            }
        }
    }

    private async Task<int> WriteTablesAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        SyntheticTablesOptions options = new()
        {
            Output = arguments.GetRequiredValue(_output),
            Version = arguments.GetRequiredValue(_version),
            Samples = arguments.GetRequiredValue(_samples)!.Value,
            Seed = arguments.GetValue(_seed),
            Overwrite = arguments.GetValue(_overwrite),
        };
        SyntheticTablesWriter writer = new(options);
        await Context.Progress.RunAsync(
            "Writing the tables",
            progress => writer.WriteAsync(progress.Of<SynthesisProgress>(p => new WorkDone(p.CompletedSamples, p.TotalSamples)), cancellationToken))
            .ConfigureAwait(false);
        await Context.Output.WriteLineAsync(
            $"Tables and maps of {options.Samples} samples ({options.Version}), without images, are in {Path.GetFullPath(options.Output)}").ConfigureAwait(false);
        return ExitCode.Success;
    }

    private async Task<int> WriteWorldAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string version = arguments.GetRequiredValue(_version);
        ImageSize size = arguments.GetValue(_imageSize);
        SynthesisOptions options = new()
        {
            Output = arguments.GetRequiredValue(_output),
            Version = version,
            Scenes = ScenePlan.ForVersion(version, arguments.GetValue(_scenes)),
            SamplesPerScene = arguments.GetValue(_samplesPerScene),
            ImageWidth = size.Width,
            ImageHeight = size.Height,
            Seed = arguments.GetValue(_seed),
            Overwrite = arguments.GetValue(_overwrite),
        };
        SyntheticWorldWriter writer = new(options);
        await Context.Progress.RunAsync(
            "Rendering the synthetic world",
            progress => writer.WriteAsync(progress.Of<SynthesisProgress>(p => new WorkDone(p.CompletedSamples, p.TotalSamples)), cancellationToken))
            .ConfigureAwait(false);
        await Context.Output.WriteLineAsync(
            $"{options.Scenes.Length} scenes of {options.SamplesPerScene} samples ({version}) are in {Path.GetFullPath(options.Output)}").ConfigureAwait(false);
        return ExitCode.Success;
    }
}
