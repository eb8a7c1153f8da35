using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>What later positions see of earlier ones in one layer.</summary>
/// <param name="Keys">[B, key heads, positions, head width], rotated.</param>
/// <param name="Values">[B, key heads, positions, head width].</param>
internal sealed record KeyValues(Tensor Keys, Tensor Values)
{
    /// <summary>These, the same for each sample, and then those of the samples; of the current dispose scope.</summary>
    public KeyValues Append(KeyValues next) => new(Append(Keys, next.Keys), Append(Values, next.Values));

    private static Tensor Append(Tensor first, Tensor second)
    {
        using DisposeScope scope = NewDisposeScope();
        return cat([first.expand(second.shape[0], -1, -1, -1), second], 2).MoveToOuterDisposeScope();
    }
}
