using System.Collections.Immutable;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>A text that every sample begins with, read once: what later positions see of it.</summary>
/// <param name="Length">Its positions.</param>
/// <param name="Layers">Keys and values of each layer, for a batch of one, without gradients.</param>
internal sealed record TextPrefix(int Length, ImmutableArray<KeyValues> Layers)
{
    /// <summary>All tensors of it.</summary>
    public IEnumerable<Tensor> Tensors => Layers.SelectMany(layer => new[] { layer.Keys, layer.Values });
}
