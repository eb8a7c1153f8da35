using System.Collections.Immutable;

namespace MapDet.Core.Contracts;

/// <summary>What a decoder says, layer by layer. The tensors belong to the dispose scope in which they were made.</summary>
/// <param name="Layers">At least one; the last one is the result, all are supervised.</param>
public sealed record MapPredictions(ImmutableArray<LayerPrediction> Layers)
{
    /// <summary>The last layer's prediction.</summary>
    public LayerPrediction Final => Layers[^1];
}
