using MapDet.Core.Runtime;
using MapDet.Core.Vision.Clip;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Vision;

/// <summary>A pre-norm layer: <c>x + attention(norm(x))</c>, then <c>x + mlp(norm(x))</c>.</summary>
internal sealed class VisionLayer : nn.Module<Tensor, Tensor>
{
    private readonly LayerNorm _norm1;
    private readonly nn.Module<Tensor, Tensor> _attention;
    private readonly LayerNorm _norm2;
    private readonly VisionMlp _mlp;

    public VisionLayer(VisionOptions options, InitialWeights weights)
        : base(nameof(VisionLayer))
    {
        _norm1 = weights.LayerNorm(options.HiddenSize, options.LayerNormEps);
        _attention = options.Kind == VisionKind.Clip ? new ClipAttention(options, weights) : new VisionAttention(options, weights);
        _norm2 = weights.LayerNorm(options.HiddenSize, options.LayerNormEps);
        _mlp = new VisionMlp(options, weights);
        register_module("layer_norm1", _norm1);
        register_module("self_attn", _attention);
        register_module("layer_norm2", _norm2);
        register_module("mlp", _mlp);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor state = input.Plus(_attention.call(_norm1.call(input)));
        return state.Plus(_mlp.call(_norm2.call(state))).MoveToOuterDisposeScope();
    }
}
