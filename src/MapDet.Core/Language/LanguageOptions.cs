using System.ComponentModel.DataAnnotations;

namespace MapDet.Core.Language;

/// <summary>The frozen language model's shape; names as in LLaMA's <c>config.json</c>.</summary>
public sealed record LanguageOptions
{
    /// <summary>False to do without a language model: the decoder gets the map queries as they are. For comparisons.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Width D.</summary>
    [Range(8, 65536)]
    public int HiddenSize { get; init; } = 4096;

    /// <summary>Number of layers.</summary>
    [Range(1, 200)]
    public int NumHiddenLayers { get; init; } = 32;

    /// <summary>Number of query heads; divides the width.</summary>
    [Range(1, 256)]
    public int NumAttentionHeads { get; init; } = 32;

    /// <summary>Number of key and value heads; divides the number of query heads.</summary>
    [Range(1, 256)]
    public int NumKeyValueHeads { get; init; } = 32;

    /// <summary>Width of the SwiGLU part.</summary>
    [Range(8, 262144)]
    public int IntermediateSize { get; init; } = 11008;

    /// <summary>Epsilon of the RMS norms.</summary>
    [Range(0.0, 1.0)]
    public double RmsNormEps { get; init; } = 1e-5;

    /// <summary>Base of the rotary embedding.</summary>
    [Range(1.0, 1e9)]
    public double RopeTheta { get; init; } = 10000;

    /// <summary>Number of tokens; 0 for a model without text, which has fixed prompt embeddings instead.</summary>
    [Range(0, 1_000_000)]
    public int VocabSize { get; init; } = 32000;

    /// <summary>Number of fixed prompt embeddings of a model without text.</summary>
    [Range(0, 4096)]
    public int FixedPromptLength { get; init; }

    /// <summary>Root mean square of the fixed prompt embeddings.</summary>
    [Range(0.0, 100.0)]
    public double FixedPromptScale { get; init; } = 0.7;

    /// <summary>How much larger q and k weights are drawn in a model that is frozen without pretraining.</summary>
    [Range(0.1, 100.0)]
    public double RandomQueryKeyGain { get; init; } = 2;

    /// <summary>The text around the scene tokens; it holds <c>&lt;image&gt;</c> once.</summary>
    [Required]
    public string Prompt { get; init; } =
        "The six camera images show the surroundings of a vehicle: front, front right, front left, back, back left, back right. "
        + "Find every lane divider, pedestrian crossing and road boundary around it. <image>";

    /// <summary>How the weights of the linear layers are kept; fewer bits save memory and cost time, and change the numbers a little.</summary>
    [EnumDataType(typeof(LanguageWeights))]
    public LanguageWeights Weights { get; init; }
}
