using System.CommandLine;
using System.Globalization;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Flags;
using MapDet.Stage2.Running;
using MapDet.Stage2.Settings;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Commands;

/// <summary><c>mapdet train</c>: Stage 2.</summary>
internal sealed class TrainCommand : MapDetCommand
{
    private readonly RunFlags _flags = new();
    private readonly Option<int?> _visionSteps = new("--vision-steps") { Description = "Steps of the vision pre-training, where there has to be one.", HelpName = "N" };

    private readonly Option<bool> _verify = new("--verify") { Description = "Runs verify first, which makes one step; the run is not begun if it fails." };

    public TrainCommand(CommandContext context)
        : base(
            context,
            "train",
            "Trains Q-Former, map queries and map decoder around a frozen vision tower and language model.",
            "train --dataroot data/nuscenes --version v1.0-mini --preset tiny",
            "train --dataroot data/nuscenes --version v1.0-trainval --preset tiny --vision-path vision.safetensors --output-dir outputs/run1 --epochs 24",
            "train --config outputs/run1/config.json --output-dir outputs/run1 --resume auto",
            "train --dataroot data/nuscenes --version v1.0-mini --preset tiny --lr-decoder 5e-4 --max-steps 200 --seed 7",
            "train --dataroot data/nuscenes --version v1.0-mini --preset tiny --overfit 2 --max-steps 500 --output-dir outputs/overfit")
    {
        _flags.AddTo(this);
        Options.Add(_visionSteps);
        Options.Add(_verify);
    }

    /// <inheritdoc/>
    protected override bool UsesTorch => true;

    /// <inheritdoc/>
    protected override bool IsSingleProcess => true;

    /// <inheritdoc/>
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        Stage2Settings settings = RunFolder.Choose(_flags.Resolve(arguments), TimeProvider.System);
        settings.Data.Checked();
        if (arguments.GetValue(_verify) && !await VerifyCommand.RunAsync(Context, settings, cancellationToken).ConfigureAwait(false))
        {
            return ExitCode.Failure;
        }

        settings = await VisionTower.EnsureAsync(Context, settings, arguments.GetValue(_visionSteps), cancellationToken).ConfigureAwait(false);
        TrainingResult result = await TrainingSession.RunAsync(Context, settings, observer: null, cancellationToken).ConfigureAwait(false);
        await Context.Output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Best mAP {result.BestMetrics?.MeanAveragePrecision ?? 0:0.0000} at step {result.BestStep}: {result.BestModelPath ?? result.FinalModelPath}")).ConfigureAwait(false);
        return ExitCode.Success;
    }
}
