using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>The embeddings of a vocabulary.</summary>
internal sealed class TokenTable : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    public TokenTable(LanguageOptions options, InitialWeights weights)
        : base(nameof(TokenTable))
    {
        _weight = weights.Normal(options.FixedPromptScale, options.VocabSize, options.HiddenSize);
        register_parameter("weight", _weight);
    }

    /// <summary>[...] int64 to [..., D].</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return _weight.index_select(0, input.flatten()).reshape([.. input.shape, _weight.shape[1]]).MoveToOuterDisposeScope();
    }
}
