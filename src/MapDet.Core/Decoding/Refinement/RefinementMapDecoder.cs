using MapDet.Core.Contracts;
using MapDet.Core.Queries;
using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding.Refinement;

/// <summary>
/// The decoder of the original system: classes from the language model's states of the instances, points from those of the points, moved
/// layer by layer. It sees no images.
/// </summary>
/// <remarks>
/// Source: the original system's <c>map_decoder.py</c>, whose names the parameters bear. Its classes are said once, from the instance features,
/// so all layers share them: the last one trains them, and for the others they only take part in the matching, as in the original.
/// Gradients flow through the points from layer to layer, and none to a point of the last layer beyond the range.
/// </remarks>
public sealed class RefinementMapDecoder : nn.Module, IMapDecoder
{
    private readonly FeatureReducer _instanceReducer;
    private readonly FeatureReducer _pointReducer;
    private readonly ClassHead _classHead;
    private readonly PointRefinementHead _pointHead;

    /// <summary>Creates a decoder with random weights.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="queries">Number of instances and points.</param>
    /// <param name="languageWidth">Width D of the language model's states.</param>
    /// <param name="weights">Makes the parameters.</param>
    public RefinementMapDecoder(DecoderOptions options, MapQueryOptions queries, int languageWidth, InitialWeights weights)
        : base(nameof(RefinementMapDecoder))
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(queries);
        RefinementOptions sizes = options.Refinement;
        _instanceReducer = new FeatureReducer([languageWidth, .. sizes.InstanceReductionSizes, options.HiddenSize], options.Dropout, weights);
        _pointReducer = new FeatureReducer([languageWidth, sizes.PointReductionSize, options.HiddenSize], options.Dropout, weights);
        _classHead = new ClassHead(options.HiddenSize, weights);
        _pointHead = new PointRefinementHead(options, queries.NumPoints, weights);
        register_module("inst_reducer", _instanceReducer);
        register_module("point_reducer", _pointReducer);
        register_module("cls_head", _classHead);
        register_module("point_head", _pointHead);
    }

    /// <inheritdoc/>
    /// <remarks>Points of all layers but the last may lie beyond [-1, 1].</remarks>
    public MapPredictions Decode(MapDecoderInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using DisposeScope scope = NewDisposeScope();
        RefinedPolylines refined = Refine(input.InstanceFeatures, input.PointFeatures);
        IEnumerable<LayerPrediction> earlier = refined.RefinedPoints.SkipLast(1)
            .Select(points => new LayerPrediction(refined.ClassLogits.detach().MoveToOuterDisposeScope(), points.MoveToOuterDisposeScope()));
        return new MapPredictions(
            [.. earlier, new LayerPrediction(refined.ClassLogits.MoveToOuterDisposeScope(), refined.Points.MoveToOuterDisposeScope())]);
    }

    /// <summary>Computes everything that the original decoder does.</summary>
    /// <param name="instanceFeatures">[B, N, D].</param>
    /// <param name="pointFeatures">[B, N, P, D].</param>
    /// <returns>Tensors of the current dispose scope.</returns>
    public RefinedPolylines Refine(Tensor instanceFeatures, Tensor pointFeatures)
    {
        ArgumentNullException.ThrowIfNull(instanceFeatures);
        ArgumentNullException.ThrowIfNull(pointFeatures);
        using DisposeScope scope = NewDisposeScope();
        Tensor instances = _instanceReducer.call(instanceFeatures);
        IReadOnlyList<Tensor> layers = _pointHead.Refine(instances, _pointReducer.call(pointFeatures));
        Tensor points = layers[^1].Within(-1, 1);
        return new RefinedPolylines(
            _classHead.call(instances).MoveToOuterDisposeScope(),
            layers[0].MoveToOuterDisposeScope(),
            [.. layers.Skip(1).Select(layer => layer.MoveToOuterDisposeScope())],
            points.MoveToOuterDisposeScope(),
            BoxesAround(points).MoveToOuterDisposeScope());
    }

    private static Tensor BoxesAround(Tensor points)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor least = points.amin([2]);
        Tensor greatest = points.amax([2]);
        return cat([least.Plus(greatest).Times(0.5), greatest - least], -1).MoveToOuterDisposeScope();
    }
}
