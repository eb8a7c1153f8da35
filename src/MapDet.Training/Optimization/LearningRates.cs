using MapDet.Core.Contracts;

namespace MapDet.Training.Optimization;

/// <summary>A learning rate for each trained part.</summary>
/// <param name="QFormer">Of the Q-Former.</param>
/// <param name="Queries">Of the map queries.</param>
/// <param name="Decoder">Of the map decoder.</param>
public readonly record struct LearningRates(double QFormer, double Queries, double Decoder)
{
    /// <summary>The rate of a part.</summary>
    public double this[TrainedPart part] => part switch
    {
        TrainedPart.QFormer => QFormer,
        TrainedPart.MapQueries => Queries,
        _ => Decoder,
    };
}
