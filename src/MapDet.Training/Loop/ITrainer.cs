using MapDet.Core;

namespace MapDet.Training.Loop;

/// <summary>Trains a model.</summary>
public interface ITrainer
{
    /// <summary>Trains from the first step, or from a checkpoint, to the last.</summary>
    /// <param name="cancellationToken">Stops the run after the step in progress; a checkpoint is saved before.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="MapDetException">Data, options or a checkpoint can't be used.</exception>
    /// <exception cref="TrainingDivergedException">Several steps in a row had no finite loss or gradient.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled and its checkpoint is saved.</exception>
    Task<TrainingResult> TrainAsync(CancellationToken cancellationToken = default);
}
