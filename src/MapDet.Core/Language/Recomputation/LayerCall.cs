using static TorchSharp.torch;

namespace MapDet.Core.Language.Recomputation;

/// <summary>A layer and everything that it computes with besides its state.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Inputs">What all layers share; its tensors live until the backward pass.</param>
/// <param name="Before">The layer's keys and values of earlier positions, or null.</param>
/// <param name="Width">Width D of the state.</param>
/// <param name="Guard">Runs the backward pass.</param>
internal sealed record LayerCall(LlamaLayer Layer, LayerInputs Inputs, KeyValues? Before, int Width, BackwardGuard Guard)
{
    /// <summary>Runs the layer: [B, R, D] to [B, R, D].</summary>
    public Tensor Run(Tensor state) => Layer.Run(state, Inputs, Before);
}
