using MapDet.Core.Contracts;
using static TorchSharp.torch;

namespace MapDet.Core.QFormer;

/// <summary>Stands in for a Q-Former where there is none: a scene of no tokens.</summary>
/// <param name="width">Width D of scene tokens.</param>
internal sealed class NoSceneEncoder(int width) : nn.Module(nameof(NoSceneEncoder)), ISceneEncoder
{
    /// <inheritdoc/>
    public Tensor Encode(ImageTokens images, Tensor projections)
    {
        ArgumentNullException.ThrowIfNull(images);
        return zeros([images.Tokens.shape[0], 0, width], device: images.Tokens.device);
    }
}
