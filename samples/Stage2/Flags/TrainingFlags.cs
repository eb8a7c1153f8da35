using System.CommandLine;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Flags;

/// <summary>The flags of <c>train</c> that change how a model is trained; each one given wins over the configuration file and the preset.</summary>
internal sealed class TrainingFlags : FlagSet
{
    private const double DefaultEmaDecay = 0.999;
    private const string DefaultVisionCache = "outputs/vision-cache";
    private readonly Option<int?> _epochs;
    private readonly Option<int?> _batchSize;
    private readonly Option<int?> _accumulationSteps;
    private readonly Option<double?> _qFormerRate;
    private readonly Option<double?> _queriesRate;
    private readonly Option<double?> _decoderRate;
    private readonly Option<double?> _weightDecay;
    private readonly Option<int?> _warmupSteps;
    private readonly Option<double?> _gradientClip;
    private readonly Option<TrainingPrecision?> _precision;
    private readonly Option<bool> _fp16;
    private readonly Option<bool> _bf16;
    private readonly Option<bool?> _checkpointActivations;
    private readonly Option<string?> _device;
    private readonly Option<string?> _outputDirectory;
    private readonly Option<int?> _logInterval;
    private readonly Option<int?> _saveInterval;
    private readonly Option<int?> _evalInterval;
    private readonly Option<int?> _maxSteps;
    private readonly Option<int?> _saveSteps;
    private readonly Option<int?> _keepLast;
    private readonly Option<double?> _emaDecay;
    private readonly Option<int?> _earlyStop;
    private readonly Option<int?> _overfit;
    private readonly Option<string?> _cacheVision;
    private readonly Option<string?> _resume;
    private readonly Option<long?> _seed;

    public TrainingFlags()
    {
        _epochs = Flag<int?>("--epochs", "Passes over the training samples.", "N");
        _batchSize = Flag<int?>("--batch-size", "Samples of a micro-batch.", "N");
        _accumulationSteps = Flag<int?>("--accumulation-steps", "Micro-batches of an optimiser step.", "N");
        _qFormerRate = Flag<double?>("--lr-qformer", "Learning rate of the Q-Former.", "RATE");
        _queriesRate = Flag<double?>("--lr-queries", "Learning rate of the map queries.", "RATE");
        _decoderRate = Flag<double?>("--lr-decoder", "Learning rate of the map decoder.", "RATE");
        _weightDecay = Flag<double?>("--weight-decay", "AdamW's weight decay.", "X");
        _warmupSteps = Flag<int?>("--warmup-steps", "Steps until the full rate.", "N");
        _gradientClip = Flag<double?>("--grad-clip", "Largest norm of all gradients together; 0: not clipped.", "X");
        _precision = Flag<TrainingPrecision?>("--precision", "Number type: fp32, bf16 or fp16.");
        _fp16 = Flag<bool>("--fp16", "Short for --precision fp16.");
        _bf16 = Flag<bool>("--bf16", "Short for --precision bf16.");
        _checkpointActivations = Flag<bool?>("--checkpoint-activations", "Compute the language model's layers again in the backward pass: less memory, more time.");
        _device = Flag<string?>("--device", "auto, cpu, cuda or cuda:N.", "DEVICE");
        _outputDirectory = Flag<string?>("--output-dir", "Where the run writes; default: outputs/map_detection_stage2_YYYYMMDD_HHMMSS.", "DIR");
        _logInterval = Flag<int?>("--log-interval", "Steps between two blocks of the log.", "N");
        _saveInterval = Flag<int?>("--save-interval", "Epochs between two checkpoints.", "N");
        _evalInterval = Flag<int?>("--eval-interval", "Epochs between two evaluations.", "N");
        _maxSteps = Flag<int?>("--max-steps", "Ends the run, and its schedule, after so many steps.", "N");
        _saveSteps = Flag<int?>("--save-steps", "Saves a checkpoint every so many steps besides.", "N");
        _keepLast = Flag<int?>("--keep-last", "Keeps the newest checkpoints alone, so many of them.", "N");
        _emaDecay = OptionalValue<double?>("--ema", $"Averages the weights over the steps, evaluates and saves the averages; without a value {DefaultEmaDecay}.", "DECAY");
        _earlyStop = Flag<int?>("--early-stop", "Ends the run after so many evaluations in a row that were no better than the best.", "N");
        _overfit = Flag<int?>("--overfit", "Trains and evaluates on so many samples alone: a check that the model can learn them by heart.", "N");
        _cacheVision = OptionalValue<string?>(
            "--cache-vision", $"Keeps what the frozen vision tower makes of the pictures in files from run to run; without a value in {DefaultVisionCache}.", "DIR");
        _resume = Flag<string?>("--resume", "A checkpoint folder to go on from, or auto: the newest whole one of --output-dir, if any.", "CHECKPOINT|auto");
        _seed = Flag<long?>("--seed", "Decides weights, order, augmentation and dropout.", "N");
        _precision.CustomParser = PrecisionParser.Parse;
    }

    /// <summary>The options with what the user gave.</summary>
    /// <param name="options">Those of configuration file and preset.</param>
    /// <param name="arguments">The command line.</param>
    public TrainingOptions Apply(TrainingOptions options, ParseResult arguments)
    {
        int? warmupSteps = arguments.GetValue(_warmupSteps);
        return options with
        {
            Epochs = arguments.GetValue(_epochs) ?? options.Epochs,
            BatchSize = arguments.GetValue(_batchSize) ?? options.BatchSize,
            AccumulationSteps = arguments.GetValue(_accumulationSteps) ?? options.AccumulationSteps,
            QFormerRate = arguments.GetValue(_qFormerRate) ?? options.QFormerRate,
            QueriesRate = arguments.GetValue(_queriesRate) ?? options.QueriesRate,
            DecoderRate = arguments.GetValue(_decoderRate) ?? options.DecoderRate,
            WeightDecay = arguments.GetValue(_weightDecay) ?? options.WeightDecay,
            WarmupSteps = warmupSteps ?? options.WarmupSteps,
            WarmupFraction = warmupSteps is null ? options.WarmupFraction : null,
            GradientClip = arguments.GetValue(_gradientClip) ?? options.GradientClip,
            Precision = Precision(arguments) ?? options.Precision,
            CheckpointActivations = arguments.GetValue(_checkpointActivations) ?? options.CheckpointActivations,
            Device = arguments.GetValue(_device) ?? options.Device,
            OutputDirectory = arguments.GetValue(_outputDirectory) ?? options.OutputDirectory,
            LogInterval = arguments.GetValue(_logInterval) ?? options.LogInterval,
            SaveInterval = arguments.GetValue(_saveInterval) ?? options.SaveInterval,
            EvalInterval = arguments.GetValue(_evalInterval) ?? options.EvalInterval,
            MaxSteps = arguments.GetValue(_maxSteps) ?? options.MaxSteps,
            SaveSteps = arguments.GetValue(_saveSteps) ?? options.SaveSteps,
            KeepLast = arguments.GetValue(_keepLast) ?? options.KeepLast,
            EmaDecay = arguments.GetValue(_emaDecay) ?? (arguments.GetResult(_emaDecay) is null ? options.EmaDecay : DefaultEmaDecay),
            EarlyStopPatience = arguments.GetValue(_earlyStop) ?? options.EarlyStopPatience,
            OverfitSamples = arguments.GetValue(_overfit) ?? options.OverfitSamples,
            VisionCacheDirectory = arguments.GetValue(_cacheVision) ?? (arguments.GetResult(_cacheVision) is null ? options.VisionCacheDirectory : DefaultVisionCache),
            Resume = arguments.GetValue(_resume) ?? options.Resume,
            Seed = arguments.GetValue(_seed) ?? options.Seed,
        };
    }

    private Option<T> OptionalValue<T>(string name, string description, string valueName)
    {
        Option<T> option = Flag<T>(name, description, valueName);
        option.Arity = ArgumentArity.ZeroOrOne;
        return option;
    }

    private TrainingPrecision? Precision(ParseResult arguments) =>
        arguments.GetValue(_fp16) ? TrainingPrecision.Fp16
        : arguments.GetValue(_bf16) ? TrainingPrecision.Bf16
        : arguments.GetValue(_precision);
}
