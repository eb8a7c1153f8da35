using MapDet.Core.Queries;
using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Vision.Clip;

/// <summary>Pictures to patch tokens with positions, behind a class token.</summary>
internal sealed class ClipEmbeddings : nn.Module<Tensor, Tensor>
{
    private const double InitialStd = 0.02;
    private readonly int _patchSize;
    private readonly int _rows;
    private readonly int _columns;

    [ComponentName(Name = "class_embedding")]
    private readonly Parameter _classEmbedding;

    private readonly PatchEmbedding _patchEmbedding;
    private readonly PositionTable _positions;

    public ClipEmbeddings(VisionOptions options, InitialWeights weights)
        : base(nameof(ClipEmbeddings))
    {
        _patchSize = options.PatchSize;
        _rows = options.ImageHeight / options.PatchSize;
        _columns = options.ImageWidth / options.PatchSize;
        _classEmbedding = weights.Normal(InitialStd, options.HiddenSize);
        _patchEmbedding = new PatchEmbedding(options, weights, hasBias: false);
        _positions = new PositionTable(1 + (_rows * _columns), options.HiddenSize, InitialStd, weights);
        register_parameter("class_embedding", _classEmbedding);
        register_module("patch_embedding", _patchEmbedding);
        register_module("position_embedding", _positions);
    }

    /// <summary>The type of the parameters.</summary>
    public ScalarType Type => _classEmbedding.dtype;

    /// <summary>[M, 3, H, W] to [M, 1 + rows * columns, Dv].</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor patches = _patchEmbedding.call(input);
        Tensor classToken = _classEmbedding.expand(input.shape[0], 1, -1);
        Tensor positions = PositionInterpolation.Fit(
            _positions.Weight.unsqueeze(0), _rows, _columns, (int)input.shape[2] / _patchSize, (int)input.shape[3] / _patchSize);
        return cat([classToken, patches], 1).Plus(positions).MoveToOuterDisposeScope();
    }
}
