using System.CommandLine;
using MapDet.Core.Detection;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Flags;
using MapDet.Stage2.Running;
using MapDet.Stage2.Settings;
using MapDet.Training.VisionPretraining;

namespace MapDet.Stage2.Commands;

/// <summary><c>mapdet pretrain-vision</c>: a vision tower for presets that have no pretrained one.</summary>
internal sealed class PretrainVisionCommand : MapDetCommand
{
    private readonly DataFlags _data = new();
    private readonly Option<string?> _cache = new("--gt-cache-train") { Description = "Ground-truth cache of the training split; made when absent.", HelpName = "F.arrow" };
    private readonly Option<string> _output = new("--output") { Description = "The file to write.", Required = true, HelpName = "vision.safetensors" };
    private readonly Option<string> _preset = new("--preset") { Description = "Whose vision tower: tiny or small.", DefaultValueFactory = _ => ModelPresets.Tiny, HelpName = "P" };
    private readonly Option<int?> _steps = new("--steps") { Description = "Steps; default: up to 1000, depending on the number of samples.", HelpName = "N" };
    private readonly Option<int> _batchSize = new("--batch-size") { Description = "Samples of a step.", DefaultValueFactory = _ => new VisionPretrainingOptions().BatchSize, HelpName = "N" };
    private readonly Option<string> _device = new("--device") { Description = "auto, cpu, cuda or cuda:N.", DefaultValueFactory = _ => new VisionPretrainingOptions().Device, HelpName = "DEVICE" };
    private readonly Option<long> _seed = new("--seed") { Description = "Decides weights, order and augmentation.", DefaultValueFactory = _ => new VisionPretrainingOptions().Seed, HelpName = "N" };

    public PretrainVisionCommand(CommandContext context)
        : base(
            context,
            "pretrain-vision",
            "Trains a small vision tower on projected ground truth, for presets that have no pretrained one.",
            "pretrain-vision --dataroot data/nuscenes --version v1.0-mini --output vision.safetensors",
            "pretrain-vision --dataroot data/nuscenes --version v1.0-trainval --gt-cache-train train.arrow --output vision.safetensors --steps 2000")
    {
        _data.AddTo(this);
        foreach (Option option in new Option[] { _cache, _output, _preset, _steps, _batchSize, _device, _seed })
        {
            Options.Add(option);
        }
    }

    /// <inheritdoc/>
    protected override bool UsesTorch => true;

    /// <inheritdoc/>
    protected override bool IsSingleProcess => true;

    /// <inheritdoc/>
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        DataSettings data = _data.Resolve(arguments) with { TrainCache = arguments.GetValue(_cache) };
        Stage2Settings settings = Stage2Settings.OfPreset(arguments.GetRequiredValue(_preset), data);
        VisionPretrainingOptions options = new() { BatchSize = arguments.GetValue(_batchSize), Device = arguments.GetRequiredValue(_device), Seed = arguments.GetValue(_seed) };
        string output = arguments.GetRequiredValue(_output);
        await VisionTower.PretrainAsync(Context, settings, options, arguments.GetValue(_steps), output, cancellationToken).ConfigureAwait(false);
        await Context.Output.WriteLineAsync($"Vision tower: {output}").ConfigureAwait(false);
        return ExitCode.Success;
    }
}
