using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Vision;

/// <summary>Pictures to patch tokens with positions, behind a class token.</summary>
internal sealed class VisionEmbeddings : nn.Module<Tensor, Tensor>
{
    private const double InitialStd = 0.02;
    private readonly int _patchSize;
    private readonly int _rows;
    private readonly int _columns;

    [ComponentName(Name = "class_embedding")]
    private readonly Parameter _classEmbedding;

    [ComponentName(Name = "position_embedding")]
    private readonly Parameter _positionEmbedding;

    private readonly PatchEmbedding _patchEmbedding;

    public VisionEmbeddings(VisionOptions options, InitialWeights weights)
        : base(nameof(VisionEmbeddings))
    {
        _patchSize = options.PatchSize;
        _rows = options.ImageHeight / options.PatchSize;
        _columns = options.ImageWidth / options.PatchSize;
        _classEmbedding = weights.Normal(InitialStd, 1, 1, options.HiddenSize);
        _positionEmbedding = weights.Normal(InitialStd, 1, 1 + (_rows * _columns), options.HiddenSize);
        _patchEmbedding = new PatchEmbedding(options, weights);
        register_parameter("class_embedding", _classEmbedding);
        register_parameter("position_embedding", _positionEmbedding);
        register_module("patch_embedding", _patchEmbedding);
    }

    /// <summary>The type of the parameters.</summary>
    public ScalarType Type => _classEmbedding.dtype;

    /// <summary>[M, 3, H, W] to [M, 1 + rows * columns, Dv].</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor patches = _patchEmbedding.call(input);
        Tensor classToken = _classEmbedding.expand(input.shape[0], -1, -1);
        Tensor positions = PositionInterpolation.Fit(
            _positionEmbedding, _rows, _columns, (int)input.shape[2] / _patchSize, (int)input.shape[3] / _patchSize);
        return cat([classToken, patches], 1).Plus(positions).MoveToOuterDisposeScope();
    }
}
