using MapDet.Core.Weights;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Vision.Clip;

/// <summary>The table of position embeddings.</summary>
internal sealed class ClipPositions : nn.Module
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    public ClipPositions(int positions, int width, double std, InitialWeights weights)
        : base(nameof(ClipPositions))
    {
        _weight = weights.Normal(std, positions, width);
        register_parameter("weight", _weight);
    }

    /// <summary>[1 + rows * columns, Dv].</summary>
    public Tensor Weight => _weight;
}
