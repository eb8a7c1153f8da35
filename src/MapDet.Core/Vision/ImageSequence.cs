using MapDet.Core.Contracts;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Vision;

/// <summary>Runs a tower on the pictures of all cameras and takes its tokens apart.</summary>
internal static class ImageSequence
{
    /// <summary>Encodes pictures.</summary>
    /// <param name="tower">[M, 3, H, W] to [M, 1 + rows * columns, Dv], the class token first.</param>
    /// <param name="images">[B, C, 3, H, W] float32.</param>
    /// <param name="type">The type that the tower computes in; its tokens are float32 again.</param>
    /// <param name="patchSize">Edge of a patch, pixels.</param>
    /// <returns>Tensors of the current dispose scope.</returns>
    public static ImageTokens Encode(nn.Module<Tensor, Tensor> tower, Tensor images, ScalarType type, int patchSize)
    {
        ArgumentNullException.ThrowIfNull(images);
        using DisposeScope scope = NewDisposeScope();
        (int height, int width) = ((int)images.shape[3], (int)images.shape[4]);
        Tensor tokens = tower.call(images.flatten(0, 1).to_type(type)).to_type(ScalarType.Float32).unflatten(0, [images.shape[0], images.shape[1]]);
        return new ImageTokens(
            tokens.narrow(2, 1, tokens.shape[2] - 1).contiguous().MoveToOuterDisposeScope(),
            height / patchSize,
            width / patchSize,
            height,
            width)
        {
            ClassTokens = tokens.select(2, 0).contiguous().MoveToOuterDisposeScope(),
        };
    }

    /// <summary>Refuses pictures that a tower can't take.</summary>
    /// <exception cref="ArgumentException">The shape is no [M, 3, H, W], or the pictures do not consist of whole patches.</exception>
    public static void Check(Tensor images, int patchSize)
    {
        if (images.dim() != 4 || images.shape[1] != 3 || images.shape[2] % patchSize != 0 || images.shape[3] % patchSize != 0)
        {
            throw new ArgumentException(
                $"Images of shape [{string.Join(", ", images.shape)}] do not fit a tower with patches of {patchSize} pixels.", nameof(images));
        }
    }
}
