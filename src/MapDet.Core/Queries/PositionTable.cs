using MapDet.Core.Weights;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Queries;

/// <summary>An embedding table of which every row is always used.</summary>
internal sealed class PositionTable : nn.Module
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    public PositionTable(int rows, int width, double std, InitialWeights weights)
        : base(nameof(PositionTable))
    {
        _weight = weights.Normal(std, rows, width);
        register_parameter("weight", _weight);
    }

    /// <summary>[rows, width].</summary>
    public Parameter Weight => _weight;
}
