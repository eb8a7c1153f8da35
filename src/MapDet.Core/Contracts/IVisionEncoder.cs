using TorchSharp;

namespace MapDet.Core.Contracts;

/// <summary>Stage 1, frozen: pictures to image tokens. Implementations are TorchSharp modules.</summary>
public interface IVisionEncoder
{
    /// <summary>Encodes the pictures of all cameras.</summary>
    /// <param name="images">[B, C, 3, H, W] float32, normalised.</param>
    /// <returns>Tensors of the current dispose scope.</returns>
    ImageTokens Encode(torch.Tensor images);
}
