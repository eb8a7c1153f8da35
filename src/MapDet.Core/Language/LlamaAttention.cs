using MapDet.Core.Language.Quantization;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>Rotary self-attention, several query heads sharing a key and value head.</summary>
internal sealed class LlamaAttention : nn.Module
{
    private readonly int _heads;
    private readonly int _keyHeads;
    private readonly nn.Module<Tensor, Tensor> _query;
    private readonly nn.Module<Tensor, Tensor> _key;
    private readonly nn.Module<Tensor, Tensor> _value;
    private readonly nn.Module<Tensor, Tensor> _output;

    public LlamaAttention(LanguageOptions options, FrozenLinears linears)
        : base(nameof(LlamaAttention))
    {
        _heads = options.NumAttentionHeads;
        _keyHeads = options.NumKeyValueHeads;
        int width = options.HiddenSize;
        int keyWidth = width / _heads * _keyHeads;
        double std = 1 / Math.Sqrt(width);
        _query = linears.Create(width, width, options.RandomQueryKeyGain * std);
        _key = linears.Create(width, keyWidth, options.RandomQueryKeyGain * std);
        _value = linears.Create(width, keyWidth, std);
        _output = linears.Create(width, width, std / Math.Sqrt(2.0 * options.NumHiddenLayers));
        register_module("q_proj", _query);
        register_module("k_proj", _key);
        register_module("v_proj", _value);
        register_module("o_proj", _output);
    }

    /// <summary>[B, R, D] to [B, R, D].</summary>
    /// <param name="input">The normalised state of the last R of L positions.</param>
    /// <param name="inputs">What all layers share.</param>
    /// <param name="before">Keys and values of the positions in front of them; null: R is L.</param>
    public Tensor Attend(Tensor input, LayerInputs inputs, KeyValues? before)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor query = inputs.Rotary.Rotate(Heads(_query.call(input), _heads)).transpose(1, 2);
        KeyValues own = Read(input, inputs.Rotary);
        KeyValues all = before is null ? own : before.Append(own);
        Tensor mixed = inputs.Attention.Mix(query, Shared(all.Keys), Shared(all.Values));
        return _output.call(mixed.transpose(1, 2).flatten(2)).MoveToOuterDisposeScope();
    }

    /// <summary>Keys and values of some positions, of the current dispose scope.</summary>
    public KeyValues Read(Tensor input, RotaryTable rotary)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor keys = rotary.Rotate(Heads(_key.call(input), _keyHeads)).transpose(1, 2);
        Tensor values = Heads(_value.call(input), _keyHeads).transpose(1, 2);
        return new KeyValues(keys.MoveToOuterDisposeScope(), values.MoveToOuterDisposeScope());
    }

    private static Tensor Heads(Tensor features, int heads) => features.unflatten(2, [heads, -1]);

    private Tensor Shared(Tensor keys) => _keyHeads == _heads ? keys : keys.repeat_interleave(_heads / _keyHeads, 1);
}
