using MapDet.Training.Checkpointing;
using MapDet.Training.Optimization;
using MapDet.Training.Telemetry;
using Microsoft.Extensions.Logging;

namespace MapDet.Training.Loop;

/// <summary>Makes the steps of a run, and tells of them.</summary>
internal sealed class StepRunner(
    PreparedRun run, StepEngine engine, RunClock clock, RemainingTime remaining, ObserverList observers, HookList hooks, ILogger logger, TimeProvider time)
{
    private readonly TrainingOptions _options = run.Description.Training;
    private readonly LearningRateSchedule _schedule = RunClock.CreateSchedule(run.Description.Training, run.Description.TotalSteps);

    /// <summary>Makes a step.</summary>
    /// <param name="before">Where the run is.</param>
    /// <param name="data">The step's samples.</param>
    /// <returns>Where it is afterwards.</returns>
    /// <exception cref="TrainingDivergedException">This was one step too many without a finite loss or gradient.</exception>
    public TrainerState Make(TrainerState before, StepData data)
    {
        using System.Diagnostics.Activity? activity = TrainingMeter.Activities.StartActivity("step");
        double factor = _schedule.Factor(clock.Progress(before.Step));
        LearningRates rates = new(_options.QFormerRate * factor, _options.QueriesRate * factor, _options.DecoderRate * factor);
        hooks.Call(before.Step, (hook, context) => hook.BeforeStep(context));
        StepOutcome outcome = engine.Run(before.Step, data.MicroBatches, rates);
        if (!outcome.IsSkipped)
        {
            run.Averages?.Update(run.Optimizer.Updates);
        }

        TrainerState after = Record(before, outcome);
        TellOfDivision(before, after);
        remaining.CountStep(clock.Elapsed);
        TrainingStep step = Report(after, data, outcome, rates);
        observers.Tell(o => o.OnStepFinished(step));
        hooks.Call(after.Step, (hook, context) => hook.AfterStep(context, step));
        if (outcome.IsSkipped)
        {
            TellOfSkippedStep(after, data, outcome);
        }

        return after;
    }

    private TrainerState Record(TrainerState before, StepOutcome outcome)
    {
        bool isFirstOfEpoch = before.Step % run.Order.StepsPerEpoch == 0;
        double sum = isFirstOfEpoch ? 0 : before.EpochLossSum;
        int count = isFirstOfEpoch ? 0 : before.EpochLossCount;
        return before with
        {
            Step = before.Step + 1,
            Updates = run.Optimizer.Updates,
            SkippedSteps = before.SkippedSteps + (outcome.IsSkipped ? 1 : 0),
            SkippedInARow = outcome.IsSkipped && !outcome.MayBeTooLargeAScale ? before.SkippedInARow + 1 : 0,
            EpochLossSum = outcome.IsSkipped ? sum : sum + outcome.Loss.Total,
            EpochLossCount = outcome.IsSkipped ? count : count + 1,
            MicroBatchParts = engine.Parts,
            GradientScale = engine.Scaler?.State,
        };
    }

    private TrainingStep Report(TrainerState state, StepData data, StepOutcome outcome, LearningRates rates)
    {
        int stepInEpoch = run.Order.StepInEpoch(state.Step);
        return new TrainingStep(
            state.Step,
            run.Description.TotalSteps,
            run.Order.EpochOf(state.Step),
            stepInEpoch,
            run.Order.StepsPerEpoch,
            outcome.Loss,
            state.AverageLoss,
            rates,
            outcome.Gradients,
            outcome.IsSkipped,
            state.SkippedSteps,
            data.Tokens,
            data.Wait,
            time.GetElapsedTime(data.Begin),
            clock.Elapsed,
            clock.Progress(state.Step),
            stepInEpoch % _options.LogInterval == 0 || stepInEpoch == run.Order.StepsPerEpoch)
        {
            TimeLeft = remaining.AfterStep(state.Step, clock.Elapsed),
            MemoryBytes = Environment.WorkingSet,
        };
    }

    private void TellOfDivision(TrainerState before, TrainerState after)
    {
        if (after.MicroBatchParts > before.MicroBatchParts)
        {
            int samples = (_options.BatchSize + after.MicroBatchParts - 1) / after.MicroBatchParts;
            int accumulation = _options.AccumulationSteps * after.MicroBatchParts;
            observers.Tell(o => o.OnNotice(
                $"Out of memory in step {after.Step}: from here on the micro-batch has {samples} samples instead of {_options.BatchSize}, and a step accumulates "
                + $"{accumulation} of them instead of {_options.AccumulationSteps}. The gradients stay those of the whole batch."));
            Log.BatchDivided(logger, after.Step, samples, accumulation);
        }
    }

    private void TellOfSkippedStep(TrainerState state, StepData data, StepOutcome outcome)
    {
        string what = outcome.WhatIsNotFinite;
        string tokens = string.Join(", ", data.Tokens);
        string scale = outcome.MayBeTooLargeAScale && state.GradientScale is { } smaller ? $" The loss is scaled by {smaller.Factor} from here on." : "";
        observers.Tell(o => o.OnNotice(
            $"Skipped step {state.Step}: {what} is not finite ({state.SkippedSteps} skipped so far).{scale} Samples: {tokens}"));
        Log.StepSkipped(logger, state.Step, what, tokens);
        if (state.SkippedInARow >= _options.MaxSkippedSteps)
        {
            throw new TrainingDivergedException(state.Step, state.SkippedInARow, outcome.Loss, outcome.Culprit, data.Tokens, outcome.Faults);
        }
    }
}
