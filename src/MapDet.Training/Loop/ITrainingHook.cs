namespace MapDet.Training.Loop;

/// <summary>
/// Adds behaviour to a run without copying its loop: is called around each step, evaluation and checkpoint, on the training thread, in the order of
/// registration, and may use the model and ask for an evaluation, a checkpoint or the end. An exception that it throws ends the run. What only listens
/// is an <see cref="ITrainingObserver"/>.
/// </summary>
/// <remarks>A run can be resumed number by number only if what its hooks do depends on nothing but the step and the model.</remarks>
public interface ITrainingHook
{
    /// <summary>A step is about to be made; <see cref="TrainingContext.StepsMade"/> are behind.</summary>
    /// <param name="context">The run.</param>
    void BeforeStep(TrainingContext context)
    {
    }

    /// <summary>A step has been made or skipped, and all observers know of it.</summary>
    /// <param name="context">The run.</param>
    /// <param name="step">Its numbers.</param>
    void AfterStep(TrainingContext context, TrainingStep step)
    {
    }

    /// <summary>The model is about to be evaluated; where weights are averaged, the averages are in their place already.</summary>
    /// <param name="context">The run.</param>
    void BeforeEvaluation(TrainingContext context)
    {
    }

    /// <summary>The model has been evaluated; the averages are still in the place of the weights.</summary>
    /// <param name="context">The run.</param>
    /// <param name="evaluation">Its scores.</param>
    void AfterEvaluation(TrainingContext context, EvaluationReport evaluation)
    {
    }

    /// <summary>A checkpoint is about to be written.</summary>
    /// <param name="context">The run.</param>
    void BeforeCheckpoint(TrainingContext context)
    {
    }

    /// <summary>A checkpoint lies complete on disk.</summary>
    /// <param name="context">The run.</param>
    /// <param name="path">Its folder.</param>
    void AfterCheckpoint(TrainingContext context, string path)
    {
    }
}
