using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Evaluation;
using MapDet.Training.Checkpointing;
using MapDet.Training.Optimization;
using MapDet.Training.Telemetry;
using Microsoft.Extensions.Logging;

namespace MapDet.Training.Loop;

/// <summary>One run, from its first step or its checkpoint to its last step.</summary>
internal sealed class TrainingLoop
{
    private readonly PreparedRun _run;
    private readonly TrainingComponents _components;
    private readonly TrainingOptions _options;
    private readonly ObserverList _observers;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly ComputeSlices _slices;
    private readonly VisionFeatureStore _features;
    private readonly StepEngine _engine;
    private readonly ModelEvaluator _evaluator;
    private readonly LearningRateSchedule _schedule;
    private readonly RunClock _clock;
    private readonly RemainingTime _remaining;
    private TrainerState _state;

    public TrainingLoop(
        PreparedRun run,
        TrainingComponents components,
        ComputeSlices slices,
        VisionFeatureStore features,
        ObserverList observers,
        ILogger logger,
        TimeProvider time)
    {
        _run = run;
        _components = components;
        _options = run.Description.Training;
        _observers = observers;
        _logger = logger;
        _time = time;
        _slices = slices;
        _features = features;
        _state = run.State;
        _engine = new StepEngine(run.Model, components.Criterion, run.Optimizer, slices, features, _options, run.Device);
        _evaluator = new ModelEvaluator(components.Loader, components.CreateMetric);
        _schedule = RunClock.CreateSchedule(_options, run.Description.TotalSteps);
        _clock = new RunClock(run.Description.TotalSteps, _options.MaxDuration, TimeSpan.FromSeconds(_state.ElapsedSeconds), time);
        _remaining = new RemainingTime(run.Description);
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
                    MakeStep(data);
                }

                CloseEpochIfDue(cancellationToken);
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

    private bool IsOver => _clock.Progress(_state.Step) >= 1;

    private int Epoch => ((_state.Step - 1) / _run.Order.StepsPerEpoch) + 1;

    private int StepInEpoch => ((_state.Step - 1) % _run.Order.StepsPerEpoch) + 1;

    private IEnumerable<StepData> Feed(CancellationToken cancellationToken) => IsOver
        ? []
        : StepFeed.Load(_components.Loader, _run.TrainingData, _run.Order, _features, _state.Step, _run.Description.TotalSteps, _time, cancellationToken);

    private void Start()
    {
        _observers.Tell(o => o.OnStarted(_run.Description));
        Log.RunStarted(_logger, _run.Description.OutputDirectory, _state.Step, _run.Description.TotalSteps);
        foreach (string notice in _run.Notices)
        {
            _observers.Tell(o => o.OnNotice(notice));
        }
    }

    private void MakeStep(StepData data)
    {
        using System.Diagnostics.Activity? activity = TrainingMeter.Activities.StartActivity("step");
        double factor = _schedule.Factor(_clock.Progress(_state.Step));
        LearningRates rates = new(_options.QFormerRate * factor, _options.QueriesRate * factor, _options.DecoderRate * factor);
        StepOutcome outcome = _engine.Run(_state.Step, data.MicroBatches, rates);
        Record(outcome);
        _remaining.CountStep(_clock.Elapsed);
        TrainingStep report = Report(data, outcome, rates);
        _observers.Tell(o => o.OnStepFinished(report));
        if (outcome.IsSkipped)
        {
            TellOfSkippedStep(data, outcome);
        }
    }

    private void Record(StepOutcome outcome)
    {
        bool isFirstOfEpoch = _state.Step % _run.Order.StepsPerEpoch == 0;
        double sum = isFirstOfEpoch ? 0 : _state.EpochLossSum;
        int count = isFirstOfEpoch ? 0 : _state.EpochLossCount;
        _state = _state with
        {
            Step = _state.Step + 1,
            Updates = _run.Optimizer.Updates,
            SkippedSteps = _state.SkippedSteps + (outcome.IsSkipped ? 1 : 0),
            SkippedInARow = outcome.IsSkipped ? _state.SkippedInARow + 1 : 0,
            EpochLossSum = outcome.IsSkipped ? sum : sum + outcome.Loss.Total,
            EpochLossCount = outcome.IsSkipped ? count : count + 1,
        };
    }

    private TrainingStep Report(StepData data, StepOutcome outcome, LearningRates rates) => new(
        _state.Step,
        _run.Description.TotalSteps,
        Epoch,
        StepInEpoch,
        _run.Order.StepsPerEpoch,
        outcome.Loss,
        AverageLoss,
        rates,
        outcome.Gradients,
        outcome.IsSkipped,
        _state.SkippedSteps,
        data.Tokens,
        data.Wait,
        _time.GetElapsedTime(data.Begin),
        _clock.Elapsed,
        _clock.Progress(_state.Step),
        StepInEpoch % _options.LogInterval == 0 || StepInEpoch == _run.Order.StepsPerEpoch)
    {
        TimeLeft = _remaining.AfterStep(_state.Step, _clock.Elapsed),
        MemoryBytes = Environment.WorkingSet,
    };

    private double AverageLoss => _state.EpochLossCount > 0 ? _state.EpochLossSum / _state.EpochLossCount : 0;

    private void TellOfSkippedStep(StepData data, StepOutcome outcome)
    {
        string what = outcome.WhatIsNotFinite;
        string tokens = string.Join(", ", data.Tokens);
        _observers.Tell(o => o.OnNotice(
            $"Skipped step {_state.Step}: {what} is not finite ({_state.SkippedSteps} skipped so far). Samples: {tokens}"));
        Log.StepSkipped(_logger, _state.Step, what, tokens);
        if (_state.SkippedInARow >= _options.MaxSkippedSteps)
        {
            throw new TrainingDivergedException(_state.Step, _state.SkippedInARow, outcome.Loss, outcome.Culprit, data.Tokens, outcome.Faults);
        }
    }

    private void EvaluateUntrained(CancellationToken cancellationToken)
    {
        if (_options.EvaluateUntrained && _state.Step == 0 && _state.UntrainedMetrics is null)
        {
            Evaluate(cancellationToken);
            _state = _state with { UntrainedMetrics = _state.LastMetrics };
        }
    }

    private void CloseEpochIfDue(CancellationToken cancellationToken)
    {
        if (_state.Step == 0 || StepInEpoch != _run.Order.StepsPerEpoch || _state.EpochsFinished >= Epoch)
        {
            return;
        }

        bool isLast = IsOver;
        if (isLast || Epoch % _options.EvalInterval == 0)
        {
            Evaluate(cancellationToken);
        }

        _state = _state with { EpochsFinished = Epoch };
        if (isLast || Epoch % _options.SaveInterval == 0)
        {
            Save(CheckpointStore.EpochName(Epoch));
        }

        EpochReport report = new(Epoch, _state.Step, AverageLoss, _clock.Elapsed)
        {
            RunTimeLeft = isLast ? TimeSpan.Zero : _remaining.AfterEpoch(_state.Step, _clock.Elapsed),
        };
        _observers.Tell(o => o.OnEpochFinished(report));
    }

    private void Evaluate(CancellationToken cancellationToken)
    {
        if (_state.LastEvaluatedStep == _state.Step || _run.ValidationData.Count == 0)
        {
            return;
        }

        using System.Diagnostics.Activity? activity = TrainingMeter.Activities.StartActivity("evaluation");
        long begin = _time.GetTimestamp();
        int total = _run.ValidationData.Count;
        MapMetrics metrics = _evaluator.Evaluate(
            _run.Model,
            _run.ValidationData,
            _options.BatchSize,
            _slices,
            _run.Device,
            done => _observers.Tell(o => o.OnEvaluationProgress(done, total)),
            cancellationToken);
        _run.Model.SetTraining(true);
        TimeSpan duration = _time.GetElapsedTime(begin);
        _clock.Reserve(duration);

        // The untrained model is a yardstick, not a candidate.
        bool isBest = _state.Step > 0 && !(metrics.MeanAveragePrecision <= _state.BestMetrics?.MeanAveragePrecision);
        _state = _state with
        {
            LastEvaluatedStep = _state.Step,
            LastMetrics = metrics,
            BestMetrics = isBest ? metrics : _state.BestMetrics,
            BestStep = isBest ? _state.Step : _state.BestStep,
        };
        if (isBest)
        {
            SaveModel(ModelLocation.BestModelFile, metrics);
        }

        int epoch = _state.Step == 0 ? 0 : Epoch;
        _observers.Tell(o => o.OnEvaluationFinished(new EvaluationReport(_state.Step, epoch, metrics, isBest, duration)));
        _remaining.CountEvaluation(_time.GetElapsedTime(begin));
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
        using System.Diagnostics.Activity? activity = TrainingMeter.Activities.StartActivity("checkpoint");
        long begin = _time.GetTimestamp();
        using TorchSharp.DisposeScope scope = TorchSharp.torch.NewDisposeScope();
        string path = _run.Checkpoints.Save(
            name,
            _run.Model,
            _run.Optimizer.State(),
            _state with { ElapsedSeconds = _clock.Elapsed.TotalSeconds },
            ModelMetadata(_state.LastEvaluatedStep == _state.Step ? _state.LastMetrics : null));
        Log.CheckpointSaved(_logger, path);
        _observers.Tell(o => o.OnCheckpointSaved(path));
        _remaining.CountCheckpoint(_time.GetElapsedTime(begin));
    }

    private TrainingResult Finish(CancellationToken cancellationToken)
    {
        Evaluate(cancellationToken);
        if (StepInEpoch != _run.Order.StepsPerEpoch)
        {
            Save(CheckpointStore.StepName(_state.Step));
        }

        if (_state.BestMetrics is { } best)
        {
            MetricsFile.Write(InFolder("metrics.json"), best, _run.ValidationData.Name, _run.ValidationData.GroundTruthHash);
        }

        string final = SaveModel(ModelLocation.FinalModelFile, _state.LastMetrics);
        return new TrainingResult(
            _run.Description.OutputDirectory,
            _state.Step,
            _state.SkippedSteps,
            _clock.Elapsed,
            _state.UntrainedMetrics,
            _state.BestMetrics,
            _state.BestStep,
            _state.LastMetrics,
            _state.BestMetrics is null ? null : InFolder(ModelLocation.BestModelFile),
            final);
    }

    private string SaveModel(string name, MapMetrics? metrics)
    {
        MapModelFile.Save(InFolder(name), _run.Model, includeFrozen: true, ModelMetadata(metrics));
        return InFolder(name);
    }

    private IReadOnlyDictionary<string, string> ModelMetadata(MapMetrics? metrics) =>
        new TrainingRecord(_state.Step, _run.TrainingData.GroundTruthHash, _run.Samples, metrics).ToMetadata();

    private string InFolder(string name) => Path.Combine(_run.Description.OutputDirectory, name);
}
