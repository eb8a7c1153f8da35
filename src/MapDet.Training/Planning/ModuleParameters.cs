using MapDet.Core.Contracts;

namespace MapDet.Training.Planning;

/// <summary>Numbers of the parameters of each module, without buffers.</summary>
/// <param name="Vision">The vision tower, frozen.</param>
/// <param name="QFormer">Q-Former, camera geometry and projection, trained.</param>
/// <param name="Language">The language model, frozen.</param>
/// <param name="Queries">The map queries, trained.</param>
/// <param name="Decoder">The map decoder, trained.</param>
public sealed record ModuleParameters(long Vision, long QFormer, long Language, long Queries, long Decoder)
{
    /// <summary>All that is trained.</summary>
    public long Trained => QFormer + Queries + Decoder;

    /// <summary>All that is frozen.</summary>
    public long Frozen => Vision + Language;

    /// <summary>All parameters.</summary>
    public long All => Trained + Frozen;

    /// <summary>The parameters of a trained part.</summary>
    public long this[TrainedPart part] => part switch
    {
        TrainedPart.QFormer => QFormer,
        TrainedPart.MapQueries => Queries,
        _ => Decoder,
    };
}
