using MapDet.Core.Batching;
using MapDet.Core.Contracts;

namespace MapDet.Training.Loop;

/// <summary>What a trainer works with; each can be replaced.</summary>
/// <param name="Data">Opens training and validation set.</param>
/// <param name="Loader">Loads batches.</param>
/// <param name="Models">Builds the model.</param>
/// <param name="Criterion">Computes the loss.</param>
/// <param name="CreateMetric">Gives an empty metric for each evaluation.</param>
public sealed record TrainingComponents(
    IMapDatasetProvider Data,
    IMapBatchLoader Loader,
    IMapModelFactory Models,
    ISetCriterion Criterion,
    Func<IMapMetric> CreateMetric);
