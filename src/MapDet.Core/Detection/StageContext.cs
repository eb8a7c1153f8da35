using MapDet.Core.Contracts;
using MapDet.Core.Detection.Pretrained;
using MapDet.Core.Weights;

namespace MapDet.Core.Detection;

/// <summary>What a stage of the model is built from.</summary>
/// <param name="Options">All options, checked.</param>
/// <param name="Anchors">Where the decoder's instances start; null: spread over the range.</param>
/// <param name="Weights">Makes initial weights; stages draw from it one after the other, so that equal seeds give equal models.</param>
public sealed record StageContext(MapDetOptions Options, MapAnchors? Anchors, InitialWeights Weights)
{
    /// <summary>Is told of each part that a stage has read from a checkpoint; null: nobody wants to know.</summary>
    public Action<PretrainedPart>? Loaded { get; init; }
}
