using MapDet.Core.Language.Attention;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>Rotary self-attention, several query heads sharing a key and value head.</summary>
internal sealed class LlamaAttention : nn.Module
{
    private readonly int _heads;
    private readonly int _keyHeads;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;

    public LlamaAttention(LanguageOptions options, InitialWeights weights)
        : base(nameof(LlamaAttention))
    {
        _heads = options.NumAttentionHeads;
        _keyHeads = options.NumKeyValueHeads;
        int width = options.HiddenSize;
        int keyWidth = width / _heads * _keyHeads;
        double std = 1 / Math.Sqrt(width);
        _query = weights.NormalLinear(width, width, options.RandomQueryKeyGain * std);
        _key = weights.NormalLinear(width, keyWidth, options.RandomQueryKeyGain * std);
        _value = weights.NormalLinear(width, keyWidth, std);
        _output = weights.NormalLinear(width, width, std / Math.Sqrt(2.0 * options.NumHiddenLayers));
        register_module("q_proj", _query);
        register_module("k_proj", _key);
        register_module("v_proj", _value);
        register_module("o_proj", _output);
    }

    /// <summary>[B, L, D] to [B, L, D].</summary>
    /// <param name="input">The normalised state.</param>
    /// <param name="attention">Mixes what sees each other.</param>
    /// <param name="rotary">The table of all L positions.</param>
    public Tensor Attend(Tensor input, IAttentionMixing attention, RotaryTable rotary)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor query = rotary.Rotate(Heads(_query.call(input), _heads)).transpose(1, 2);
        Tensor key = Shared(rotary.Rotate(Heads(_key.call(input), _keyHeads)).transpose(1, 2));
        Tensor value = Shared(Heads(_value.call(input), _keyHeads).transpose(1, 2));
        Tensor mixed = attention.Mix(query, key, value);
        return _output.call(mixed.transpose(1, 2).flatten(2)).MoveToOuterDisposeScope();
    }

    private static Tensor Heads(Tensor features, int heads) => features.unflatten(2, [heads, -1]);

    private Tensor Shared(Tensor keys) => _keyHeads == _heads ? keys : keys.repeat_interleave(_heads / _keyHeads, 1);
}
