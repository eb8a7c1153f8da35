using MapDet.Core.Language.Attention;
using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>A pre-norm layer: attention, then SwiGLU.</summary>
internal sealed class LlamaLayer : nn.Module
{
    private readonly LlamaNorm _inputNorm;
    private readonly LlamaAttention _attention;
    private readonly LlamaNorm _postAttentionNorm;
    private readonly LlamaMlp _mlp;

    public LlamaLayer(LanguageOptions options, InitialWeights weights)
        : base(nameof(LlamaLayer))
    {
        _inputNorm = new LlamaNorm(options.HiddenSize, options.RmsNormEps, weights);
        _attention = new LlamaAttention(options, weights);
        _postAttentionNorm = new LlamaNorm(options.HiddenSize, options.RmsNormEps, weights);
        _mlp = new LlamaMlp(options, weights);
        register_module("input_layernorm", _inputNorm);
        register_module("self_attn", _attention);
        register_module("post_attention_layernorm", _postAttentionNorm);
        register_module("mlp", _mlp);
    }

    public Tensor Run(Tensor input, IAttentionMixing attention, RotaryTable rotary)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor state = input.Plus(_attention.Attend(_inputNorm.call(input), attention, rotary));
        return state.Plus(_mlp.call(_postAttentionNorm.call(state))).MoveToOuterDisposeScope();
    }
}
