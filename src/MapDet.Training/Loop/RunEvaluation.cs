using MapDet.Core.Contracts;
using MapDet.Training.Checkpointing;
using MapDet.Training.Telemetry;

namespace MapDet.Training.Loop;

/// <summary>Evaluates the model of a run, keeps the best one, and tells of it.</summary>
internal sealed class RunEvaluation(
    PreparedRun run,
    ModelEvaluator evaluator,
    ComputeSlices slices,
    RunArchive archive,
    RunClock clock,
    RemainingTime remaining,
    ObserverList observers,
    HookList hooks,
    TimeProvider time)
{
    /// <summary>Evaluates the model unless that has been done after this very step, or there is nothing to evaluate it on.</summary>
    /// <param name="state">Where the run is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Where it is afterwards.</returns>
    public TrainerState Evaluate(TrainerState state, CancellationToken cancellationToken)
    {
        if (state.LastEvaluatedStep == state.Step || run.ValidationData.Count == 0)
        {
            return state;
        }

        using System.Diagnostics.Activity? activity = TrainingMeter.Activities.StartActivity("evaluation");
        using IDisposable? averages = run.Averages?.Apply();
        hooks.Call(state.Step, (hook, context) => hook.BeforeEvaluation(context));
        long begin = time.GetTimestamp();
        MapMetrics metrics = Score(cancellationToken);
        TimeSpan duration = time.GetElapsedTime(begin);
        clock.Reserve(duration);

        // The untrained model is a yardstick, not a candidate.
        bool isBest = state.Step > 0 && !(metrics.MeanAveragePrecision <= state.BestMetrics?.MeanAveragePrecision);
        TrainerState evaluated = state with
        {
            LastEvaluatedStep = state.Step,
            LastMetrics = metrics,
            BestMetrics = isBest ? metrics : state.BestMetrics,
            BestStep = isBest ? state.Step : state.BestStep,
            EvaluationsSinceBest = isBest || state.Step == 0 ? 0 : state.EvaluationsSinceBest + 1,
        };
        if (isBest)
        {
            archive.SaveModel(ModelLocation.BestModelFile, evaluated, metrics, isAveraged: true);
        }

        EvaluationReport report = new(state.Step, run.Order.EpochOf(state.Step), metrics, isBest, duration);
        observers.Tell(o => o.OnEvaluationFinished(report));
        hooks.Call(state.Step, (hook, context) => hook.AfterEvaluation(context, report));
        remaining.CountEvaluation(time.GetElapsedTime(begin));
        return evaluated;
    }

    private MapMetrics Score(CancellationToken cancellationToken)
    {
        int total = run.ValidationData.Count;
        MapMetrics metrics = evaluator.Evaluate(
            run.Model,
            run.ValidationData,
            run.Description.Training.BatchSize,
            slices,
            run.Device,
            done => observers.Tell(o => o.OnEvaluationProgress(done, total)),
            cancellationToken);
        run.Model.SetTraining(true);
        return metrics;
    }
}
