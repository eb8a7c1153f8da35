using TorchSharp;

namespace MapDet.Core.Contracts;

/// <summary>Stage 2, trained: image tokens to scene tokens in the language model's space. Implementations are TorchSharp modules.</summary>
public interface ISceneEncoder
{
    /// <summary>Encodes the scene.</summary>
    /// <param name="images">The vision tower's tokens.</param>
    /// <param name="projections">[B, C, 3, 4] float32, homogeneous map coordinates in metres to homogeneous pixels.</param>
    /// <returns>[B, S, D], S scene tokens, of the current dispose scope.</returns>
    torch.Tensor Encode(ImageTokens images, torch.Tensor projections);
}
