using System.CommandLine;
using MapDet.Core.Detection;
using MapDet.Core.Runtime;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Flags;
using MapDet.Stage2.Planning;
using MapDet.Stage2.Settings;
using MapDet.Training.Loop;
using MapDet.Training.Planning;
using TorchSharp;

namespace MapDet.Stage2.Commands;

/// <summary><c>mapdet plan</c>: what a training will need.</summary>
internal sealed class PlanCommand : MapDetCommand
{
    private readonly RunFlags _flags = new();
    private readonly Option<long?> _memory = new("--memory") { Description = "Memory to find the largest batch for, such as 24GB; default: the device's.", HelpName = "N{GB|MB|GiB}", CustomParser = MemoryParser.Parse };
    private readonly Option<int?> _samples = new("--training-samples") { Description = "Samples of an epoch; default: the official split's of --version.", HelpName = "N" };
    private readonly Option<bool> _noTrial = new("--no-trial") { Description = "Predicts memory alone, without measuring a few steps." };

    public PlanCommand(CommandContext context)
        : base(
            context,
            "plan",
            "Predicts memory, the largest batch and the time of an epoch, without loading any weights; takes the flags of train.",
            "plan --preset tiny",
            "plan --preset small --batch-size 8 --memory 16GB",
            "plan --preset blip2-vicuna-7b --device cuda --memory 24GB")
    {
        _flags.AddTo(this);
        Options.Add(_memory);
        Options.Add(_samples);
        Options.Add(_noTrial);
    }

    /// <inheritdoc/>
    protected override bool UsesTorch => true;

    /// <inheritdoc/>
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        Stage2Settings settings = _flags.Resolve(arguments, needsCheckpoints: false);
        bool namesGpu = settings.Training.Device.StartsWith("cuda", StringComparison.Ordinal);
        torch.Device? device = namesGpu && !torch.cuda.is_available() ? null : ComputeDevice.Find(settings.Training.Device);
        if (device is not null)
        {
            FrozenStages.Check(settings.Training.Precision, device);
        }

        PlanRequest request = Request(settings, arguments, isOnGpu: namesGpu || device?.type == DeviceType.CUDA);
        PlanReport report = new(settings, request, Context.Output);
        ModuleParameters parameters = TrainingPlanner.CountParameters(request);
        MemoryPlan plan = TrainingPlanner.PredictMemory(request);
        report.WriteRun();
        report.WriteParameters(parameters);
        report.WriteMemory(plan);
        long available = device is null ? 0 : DeviceMemory.Of(device);
        if (arguments.GetValue(_memory) is { } given)
        {
            report.WriteLargestBatch(given, "--memory");
        }
        else if (available > 0)
        {
            report.WriteLargestBatch(available, request.IsOnGpu ? "the GPU" : "this machine");
        }

        await WriteTimeAsync(settings, plan, available, arguments.GetValue(_noTrial), report, cancellationToken).ConfigureAwait(false);
        if (settings.Model.Preset == ModelPresets.Blip2Vicuna7B)
        {
            report.WriteComparison(parameters);
        }

        return ExitCode.Success;
    }

    private static string? WhyNotMeasured(Stage2Settings settings, MemoryPlan plan, long available, bool isUnwanted)
    {
        bool needsCheckpoint = settings.Model.Language is { Enabled: true, VocabSize: > 0 };
        return isUnwanted ? "--no-trial"
            : needsCheckpoint && settings.Model.Pretrained.Language is null ? "the weights of the language model are not here (--llm-path)"
            : needsCheckpoint && settings.Model.Pretrained.Vision is null ? "the weights of the vision tower are not here (--vision-path)"
            : available == 0 ? "there is no GPU here"
            : plan.Total > available ? "the run needs more memory than there is"
            : null;
    }

    private PlanRequest Request(Stage2Settings settings, ParseResult arguments, bool isOnGpu)
    {
        OfficialSamples samples = OfficialSamples.Of(settings.Data.Version);
        return new PlanRequest(settings.Model, settings.Training)
        {
            IsOnGpu = isOnGpu,
            TrainingSamples = arguments.GetValue(_samples) ?? samples.Training,
            ValidationSamples = samples.Validation,
            TableSamples = samples.Tables,
            Workers = settings.Data.Workers,
            Steps = settings.Training.MaxSteps,
        };
    }

    private async Task WriteTimeAsync(
        Stage2Settings settings, MemoryPlan plan, long available, bool isUnwanted, PlanReport report, CancellationToken cancellationToken)
    {
        if (WhyNotMeasured(settings, plan, available, isUnwanted) is { } reason)
        {
            report.WriteNoTime(reason);
            return;
        }

        report.WriteTime(await StepTrial.MeasureAsync(Context, settings, cancellationToken).ConfigureAwait(false));
    }
}
