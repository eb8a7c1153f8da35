using MapDet.Core.Language.Quantization;
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

    public LlamaLayer(LanguageOptions options, InitialWeights weights, FrozenLinears linears)
        : base(nameof(LlamaLayer))
    {
        _inputNorm = new LlamaNorm(options.HiddenSize, options.RmsNormEps, weights);
        _attention = new LlamaAttention(options, linears);
        _postAttentionNorm = new LlamaNorm(options.HiddenSize, options.RmsNormEps, weights);
        _mlp = new LlamaMlp(options, linears);
        register_module("input_layernorm", _inputNorm);
        register_module("self_attn", _attention);
        register_module("post_attention_layernorm", _postAttentionNorm);
        register_module("mlp", _mlp);
    }

    /// <summary>[B, R, D] to [B, R, D].</summary>
    /// <param name="input">The state of the last R of L positions.</param>
    /// <param name="inputs">What all layers share.</param>
    /// <param name="before">This layer's keys and values of the positions in front of them; null: R is L.</param>
    public Tensor Run(Tensor input, LayerInputs inputs, KeyValues? before)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor state = input.Plus(_attention.Attend(_inputNorm.call(input), inputs, before));
        return state.Plus(_mlp.call(_postAttentionNorm.call(state))).MoveToOuterDisposeScope();
    }

    /// <summary>Keys and values of some positions, of the current dispose scope.</summary>
    /// <param name="input">Their state.</param>
    /// <param name="rotary">Their rotary table.</param>
    public KeyValues Read(Tensor input, RotaryTable rotary)
    {
        using Tensor normalised = _inputNorm.call(input);
        return _attention.Read(normalised, rotary);
    }
}
