using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.QFormer;

/// <summary>Turns the cameras' geometry into what is added to their image tokens.</summary>
internal sealed class CameraGeometryEncoder : nn.Module
{
    private readonly PerceptionRange _range;
    private readonly Linear _hidden;
    private readonly Linear _output;

    public CameraGeometryEncoder(QFormerOptions options, int visionWidth, PerceptionRange range, InitialWeights weights)
        : base(nameof(CameraGeometryEncoder))
    {
        _range = range;
        _hidden = weights.Linear(CameraRays.FeatureCount, options.GeometryHiddenSize);
        _output = options.StartsFromPretrained
            ? weights.ConstantLinear(options.GeometryHiddenSize, visionWidth)
            : weights.Linear(options.GeometryHiddenSize, visionWidth);
        register_module("hidden", _hidden);
        register_module("output", _output);
    }

    /// <summary>What to add to each token, [B * C, rows * columns, Dv].</summary>
    /// <param name="images">Says how the tokens lie in the pictures.</param>
    /// <param name="projections">[B, C, 3, 4].</param>
    public Tensor Encode(ImageTokens images, Tensor projections)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rays = CameraRays.Describe(
            projections.flatten(0, 1), images.Rows, images.Columns, images.ImageHeight, images.ImageWidth, _range);
        return _output.call(nn.functional.gelu(_hidden.call(rays))).MoveToOuterDisposeScope();
    }
}
