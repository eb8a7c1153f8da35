using MapDet.Core.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Queries;

/// <summary>An embedding table of which every row is always used.</summary>
internal sealed class PositionTable : nn.Module
{
    public PositionTable(int rows, int width, double std, Generator generator)
        : base(nameof(PositionTable))
    {
        Weight = InitialWeights.Normal(std, generator, rows, width);
        register_parameter("weight", Weight);
    }

    /// <summary>[rows, width].</summary>
    public Parameter Weight { get; }
}
