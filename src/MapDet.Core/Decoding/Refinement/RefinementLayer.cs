using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding.Refinement;

/// <summary>A layer: attention among the points of an instance, then an offset for each point.</summary>
internal sealed class RefinementLayer : nn.Module
{
    private const double InitialOffsetScale = 0.1;
    private readonly PointSelfAttention _attention;
    private readonly Sequential _offset;

    [ComponentName(Name = "offset_scale")]
    private readonly Parameter _offsetScale;

    public RefinementLayer(DecoderOptions options, InitialWeights weights)
        : base(nameof(RefinementLayer))
    {
        RefinementOptions sizes = options.Refinement;
        int inputs = (2 * options.HiddenSize) + sizes.CoordinateSize + sizes.OrderSize;
        _attention = new PointSelfAttention(options.HiddenSize, options.NumAttentionHeads, options.Dropout, weights);
        _offset = nn.Sequential(
            weights.LayerNorm(inputs),
            weights.Linear(inputs, sizes.OffsetHiddenSize),
            nn.ReLU(),
            nn.Dropout(options.Dropout),
            weights.Linear(sizes.OffsetHiddenSize, sizes.OffsetHiddenSize / 2),
            nn.ReLU(),
            weights.ConstantLinear(sizes.OffsetHiddenSize / 2, 2));
        _offsetScale = weights.Constant(InitialOffsetScale);
        register_module("point_self_attn", _attention);
        register_module("offset_mlp", _offset);
        register_parameter("offset_scale", _offsetScale);
    }

    /// <summary>Lets the points of each instance see each other.</summary>
    /// <param name="points">[B, N, P, width], the features of the points.</param>
    /// <returns>The same shape.</returns>
    public Tensor Attend(Tensor points) => _attention.call(points);

    /// <summary>What to add to the points.</summary>
    /// <param name="features">[B, N, P, inputs]: of points, of their instances, of coordinates and of order.</param>
    /// <returns>[B, N, P, 2] in normalised coordinates.</returns>
    public Tensor Offset(Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        return (_offset.call(features) * _offsetScale).MoveToOuterDisposeScope();
    }
}
