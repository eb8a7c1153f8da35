using MapDet.Core.Queries;
using MapDet.Core.Weights;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding.Refinement;

/// <summary>Says which point of its line a point is.</summary>
internal sealed class OrderEmbedding : nn.Module
{
    private const double InitialStd = 1;
    private readonly PositionTable _table;

    public OrderEmbedding(int points, int width, InitialWeights weights)
        : base(nameof(OrderEmbedding))
    {
        _table = new PositionTable(points, width, InitialStd, weights);
        register_module("embed", _table);
    }

    /// <summary>[P, width].</summary>
    public Tensor Weight => _table.Weight;
}
