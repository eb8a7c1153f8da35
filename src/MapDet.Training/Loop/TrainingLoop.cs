using System.Globalization;
using MapDet.Training.Checkpointing;
using MapDet.Training.Optimization;
using MapDet.Training.Preflight;
using MapDet.Training.Telemetry;
using MapDet.Training.VisionFeatures;
using Microsoft.Extensions.Logging;

namespace MapDet.Training.Loop;

/// <summary>One run, from its first step or its checkpoint to its last step.</summary>
internal sealed class TrainingLoop
{
    private readonly PreparedRun _run;
    private readonly TrainingComponents _components;
    private readonly TrainingOptions _options;
    private readonly ObserverList _observers;
    private readonly HookList _hooks;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly VisionFeatureStore _features;
    private readonly RunArchive _archive;
    private readonly RunClock _clock;
    private readonly RemainingTime _remaining;
    private readonly StepRunner _steps;
    private readonly RunEvaluation _evaluation;
    private TrainerState _state;

    public TrainingLoop(
        PreparedRun run,
        TrainingComponents components,
        ComputeSlices slices,
        VisionFeatureStore features,
        ObserverList observers,
        IEnumerable<ITrainingHook> hooks,
        ILogger logger,
        TimeProvider time)
    {
        _run = run;
        _components = components;
        _options = run.Description.Training;
        _observers = observers;
        _hooks = new HookList(hooks, new TrainingContext(run.Description, run.Model));
        _logger = logger;
        _time = time;
        _features = features;
        _state = run.State;
        _archive = new RunArchive(run);
        _clock = new RunClock(run.Description.TotalSteps, _options.MaxDuration, TimeSpan.FromSeconds(_state.ElapsedSeconds), time);
        _remaining = new RemainingTime(run.Description);
        StepEngine engine = new(
            run.Model, components.Criterion, run.Optimizer, slices, features, _options, new BatchDivision(_state.MicroBatchParts), CreateScaler(), run.Device);
        _steps = new StepRunner(run, engine, _clock, _remaining, observers, _hooks, logger, time);
        ModelEvaluator evaluator = new(components.Loader, components.CreateMetric);
        _evaluation = new RunEvaluation(run, evaluator, slices, _archive, _clock, _remaining, observers, _hooks, time);
    }

    /// <summary>Trains to the end.</summary>
    public TrainingResult Run(CancellationToken cancellationToken)
    {
        TrainingResult? result = null;
        try
        {
            Start();
            EvaluateUntrained(cancellationToken);
            CloseEpochIfDue(cancellationToken);
            _run.Model.SetTraining(true);
            foreach (StepData data in Feed(cancellationToken))
            {
                using (data)
                {
                    _state = _steps.Make(_state, data);
                }

                CloseEpochIfDue(cancellationToken);
                DoWhatHooksWant(cancellationToken);
                SaveIfDue();
                cancellationToken.ThrowIfCancellationRequested();
                if (IsOver)
                {
                    break;
                }
            }

            result = Finish(cancellationToken);
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Save(CheckpointStore.StepName(_state.Step));
            throw;
        }
        finally
        {
            _observers.Tell(o => o.OnFinished(result));
        }
    }

    private bool IsOver => _clock.Progress(_state.Step) >= 1 || IsStuck || _hooks.Context.StopReason is not null;

    private bool IsStuck => _state.EvaluationsSinceBest >= _options.EarlyStopPatience;

    private int Epoch => _run.Order.EpochOf(_state.Step);

    private bool IsEndOfEpoch => _run.Order.StepInEpoch(_state.Step) == _run.Order.StepsPerEpoch;

    private GradientScaler? CreateScaler() =>
        _options.Precision == TrainingPrecision.Fp16 ? new GradientScaler(_state.GradientScale ?? GradientScale.Initial) : null;

    private IEnumerable<StepData> Feed(CancellationToken cancellationToken) => IsOver
        ? []
        : StepFeed.Load(_components.Loader, _run.TrainingData, _run.Order, _features, _state.Step, _run.Description.TotalSteps, _time, cancellationToken);

    private void Start()
    {
        _observers.Tell(o => o.OnStarted(_run.Description));
        Log.RunStarted(_logger, _run.Description.OutputDirectory, _state.Step, _run.Description.TotalSteps);
        _observers.Tell(o => o.OnPreflight(_run.Preflight));
        IEnumerable<string> warnings = _run.Preflight.Where(f => f.Result.Outcome == PreflightOutcome.Warning).Select(TrainingLogFormat.Warning);
        foreach (string notice in warnings.Concat(_run.Notices))
        {
            _observers.Tell(o => o.OnNotice(notice));
        }
    }

    private void EvaluateUntrained(CancellationToken cancellationToken)
    {
        if (_options.EvaluateUntrained && _state.Step == 0 && _state.UntrainedMetrics is null)
        {
            _state = _evaluation.Evaluate(_state, cancellationToken);
            _state = _state with { UntrainedMetrics = _state.LastMetrics };
        }
    }

    private void CloseEpochIfDue(CancellationToken cancellationToken)
    {
        if (_state.Step == 0 || !IsEndOfEpoch || _state.EpochsFinished >= Epoch)
        {
            return;
        }

        if (IsOver || Epoch % _options.EvalInterval == 0)
        {
            _state = _evaluation.Evaluate(_state, cancellationToken);
        }

        _state = _state with { EpochsFinished = Epoch };
        if (IsOver || Epoch % _options.SaveInterval == 0)
        {
            Save(CheckpointStore.EpochName(Epoch));
        }

        EpochReport report = new(Epoch, _state.Step, _state.AverageLoss, _clock.Elapsed)
        {
            RunTimeLeft = IsOver ? TimeSpan.Zero : _remaining.AfterEpoch(_state.Step, _clock.Elapsed),
        };
        _observers.Tell(o => o.OnEpochFinished(report));
    }

    private void DoWhatHooksWant(CancellationToken cancellationToken)
    {
        if (_hooks.Context.WantsEvaluation)
        {
            _state = _evaluation.Evaluate(_state, cancellationToken);
            _hooks.Context.WantsEvaluation = false;
        }

        if (_hooks.Context.WantsCheckpoint)
        {
            Save(CheckpointStore.StepName(_state.Step));
            _hooks.Context.WantsCheckpoint = false;
        }
    }

    private void SaveIfDue()
    {
        if (_options.SaveSteps is { } interval && _state.Step % interval == 0)
        {
            Save(CheckpointStore.StepName(_state.Step));
        }
    }

    private void Save(string name)
    {
        _hooks.Call(_state.Step, (hook, context) => hook.BeforeCheckpoint(context));
        long begin = _time.GetTimestamp();
        string path = _archive.SaveCheckpoint(name, _state with { ElapsedSeconds = _clock.Elapsed.TotalSeconds });
        Log.CheckpointSaved(_logger, path);
        _observers.Tell(o => o.OnCheckpointSaved(path));
        _hooks.Call(_state.Step, (hook, context) => hook.AfterCheckpoint(context, path));
        _remaining.CountCheckpoint(_time.GetElapsedTime(begin));
    }

    private TrainingResult Finish(CancellationToken cancellationToken)
    {
        TellWhyItEnds();
        _state = _evaluation.Evaluate(_state, cancellationToken);
        if (!IsEndOfEpoch)
        {
            Save(CheckpointStore.StepName(_state.Step));
        }

        TellWhatWasLearntByHeart();
        return _archive.Finish(_state, _clock.Elapsed);
    }

    private void TellWhyItEnds()
    {
        if (_hooks.Context.StopReason is { } reason)
        {
            _observers.Tell(o => o.OnNotice($"Stopped after step {_state.Step}: {reason}"));
        }
        else if (IsStuck)
        {
            _observers.Tell(o => o.OnNotice(
                $"Stopped early after step {_state.Step}: the last {_state.EvaluationsSinceBest} evaluations were no better than that of step {_state.BestStep}."));
        }
    }

    private void TellWhatWasLearntByHeart()
    {
        if (_options.OverfitSamples is not null && _state.LastMetrics is { } metrics)
        {
            _observers.Tell(o => o.OnNotice(string.Create(
                CultureInfo.InvariantCulture,
                $"Learning {_run.ValidationData.Name} by heart: mean loss {_state.AverageLoss:0.0000} in the last epoch, mAP {metrics.MeanAveragePrecision:0.0000} on the same samples. "
                + $"A model that can learn comes near 0 and 1.")));
        }
    }
}
