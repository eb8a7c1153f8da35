using MapDet.Core.Contracts;

namespace MapDet.Training.Optimization;

/// <summary>Euclidean norms of gradients before clipping.</summary>
/// <param name="QFormer">Of the Q-Former.</param>
/// <param name="Queries">Of the map queries.</param>
/// <param name="Decoder">Of the map decoder.</param>
public readonly record struct GradientNorms(double QFormer, double Queries, double Decoder)
{
    /// <summary>Of all together.</summary>
    public double Total => Math.Sqrt((QFormer * QFormer) + (Queries * Queries) + (Decoder * Decoder));

    /// <summary>True if every gradient is a number.</summary>
    public bool IsFinite => double.IsFinite(QFormer) && double.IsFinite(Queries) && double.IsFinite(Decoder);

    /// <summary>The norm of a part.</summary>
    public double this[TrainedPart part] => part switch
    {
        TrainedPart.QFormer => QFormer,
        TrainedPart.MapQueries => Queries,
        _ => Decoder,
    };
}
