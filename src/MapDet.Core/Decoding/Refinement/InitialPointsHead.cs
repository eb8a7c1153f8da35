using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding.Refinement;

/// <summary>The points that refinement starts from: a line straight ahead, moved by at most half the range.</summary>
internal sealed class InitialPointsHead : nn.Module<Tensor, Tensor, Tensor>
{
    private const double AnchorEnd = 0.8;
    private const double GreatestShift = 0.5;

    [ComponentName(Name = "anchors")]
    private readonly Tensor _anchors;

    private readonly Sequential _pointProjection;
    private readonly Sequential _instanceProjection;
    private readonly Sequential _shift;

    public InitialPointsHead(int width, int hiddenWidth, int points, double dropout, InitialWeights weights)
        : base(nameof(InitialPointsHead))
    {
        _anchors = CreateAnchors(points).DetachFromDisposeScope();
        _pointProjection = Projection(width, hiddenWidth, dropout, weights);
        _instanceProjection = Projection(width, hiddenWidth, dropout, weights);
        _shift = nn.Sequential(
            weights.LayerNorm(2 * hiddenWidth),
            weights.Linear(2 * hiddenWidth, hiddenWidth),
            nn.ReLU(),
            nn.Dropout(dropout),
            weights.Linear(hiddenWidth, 2));
        register_buffer("anchors", _anchors);
        register_module("point_proj", _pointProjection);
        register_module("inst_proj", _instanceProjection);
        register_module("coord_head", _shift);
    }

    /// <summary>Point features [B, N, P, width] and instance features of the same shape to points [B, N, P, 2] in [-1, 1].</summary>
    public override Tensor forward(Tensor input1, Tensor input2)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = cat([_pointProjection.call(input1), _instanceProjection.call(input2)], -1);
        return _anchors.PlusScaled(_shift.call(features).tanh(), GreatestShift).Within(-1, 1).MoveToOuterDisposeScope();
    }

    private static Sequential Projection(int width, int hiddenWidth, double dropout, InitialWeights weights) =>
        nn.Sequential(weights.LayerNorm(width), weights.Linear(width, hiddenWidth), nn.ReLU(), nn.Dropout(dropout));

    private static Tensor CreateAnchors(int points)
    {
        float[] values = [.. Enumerable.Range(0, points).SelectMany(i => new[] { 0, (float)(AnchorEnd * ((2.0 * i / (points - 1)) - 1)) })];
        return tensor(values, [points, 2]);
    }
}
