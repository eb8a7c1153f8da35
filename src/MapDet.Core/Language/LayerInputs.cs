using MapDet.Core.Language.Attention;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>What all layers of a pass share.</summary>
/// <param name="Attention">Mixes what sees each other.</param>
/// <param name="Rotary">The table of the positions that are computed.</param>
internal sealed record LayerInputs(IAttentionMixing Attention, RotaryTable Rotary)
{
    /// <summary>All tensors of it.</summary>
    public IEnumerable<Tensor> Tensors => [.. Attention.Masks, Rotary.Cos, Rotary.Sin];
}
