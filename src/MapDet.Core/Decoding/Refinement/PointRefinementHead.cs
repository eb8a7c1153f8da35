using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding.Refinement;

/// <summary>Makes first points out of features and refines them layer by layer.</summary>
internal sealed class PointRefinementHead : nn.Module
{
    private readonly InitialPointsHead _initial;
    private readonly CoordinateEncoder _coordinates;
    private readonly OrderEmbedding _order;
    private readonly ModuleList<RefinementLayer> _layers;

    public PointRefinementHead(DecoderOptions options, int points, InitialWeights weights)
        : base(nameof(PointRefinementHead))
    {
        RefinementOptions sizes = options.Refinement;
        _initial = new InitialPointsHead(options.HiddenSize, sizes.InitialPointsSize, points, options.Dropout, weights);
        _coordinates = new CoordinateEncoder(sizes.CoordinateSize, weights);
        _order = new OrderEmbedding(points, sizes.OrderSize, weights);
        _layers = new ModuleList<RefinementLayer>([.. Enumerable.Range(0, options.NumLayers).Select(_ => new RefinementLayer(options, weights))]);
        register_module("init_points_head", _initial);
        register_module("coord_encoder", _coordinates);
        register_module("order_embedding", _order);
        register_module("refine_layers", _layers);
    }

    /// <summary>Refines points.</summary>
    /// <param name="instances">[B, N, width].</param>
    /// <param name="points">[B, N, P, width].</param>
    /// <returns>[B, N, P, 2] each: the first points in [-1, 1], then those after each layer, which may lie beyond.</returns>
    public IReadOnlyList<Tensor> Refine(Tensor instances, Tensor points)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor instancesOfPoints = instances.unsqueeze(2).expand(-1, -1, points.shape[2], -1);
        Tensor order = _order.Weight.expand(points.shape[0], points.shape[1], -1, -1);
        List<Tensor> results = [_initial.call(points, instancesOfPoints)];
        foreach (RefinementLayer layer in _layers)
        {
            points = layer.Attend(points);
            Tensor offset = layer.Offset(cat([points, instancesOfPoints, _coordinates.call(results[^1]), order], -1));
            results.Add(results[^1].Plus(offset));
        }

        return [.. results.Select(result => result.MoveToOuterDisposeScope())];
    }
}
