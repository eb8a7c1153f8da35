using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.QFormer;

/// <summary>Queries, keys and values of a BERT attention, and the attention itself.</summary>
internal sealed class BertProjections : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly int _heads;
    private readonly double _dropout;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;

    public BertProjections(QFormerOptions options, int sourceWidth, InitialWeights weights)
        : base(nameof(BertProjections))
    {
        _heads = options.NumAttentionHeads;
        _dropout = options.Dropout;
        _query = weights.Linear(options.HiddenSize, options.HiddenSize);
        _key = weights.Linear(sourceWidth, options.HiddenSize);
        _value = weights.Linear(sourceWidth, options.HiddenSize);
        register_module("query", _query);
        register_module("key", _key);
        register_module("value", _value);
    }

    /// <summary>State [M, Q, D] and source [M, L, Ds] to [M, Q, D].</summary>
    public override Tensor forward(Tensor input1, Tensor input2)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mixed = nn.functional.scaled_dot_product_attention(
            Heads(_query.call(input1)), Heads(_key.call(input2)), Heads(_value.call(input2)), p: training ? _dropout : 0);
        return mixed.transpose(1, 2).flatten(2).MoveToOuterDisposeScope();
    }

    private Tensor Heads(Tensor features) => features.unflatten(2, [_heads, -1]).transpose(1, 2);
}
