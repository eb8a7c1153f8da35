using System.Diagnostics.CodeAnalysis;

namespace MapDet.Core.Language;

/// <summary>How the weights of the frozen language model's linear layers are kept.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The formats are known by these names.")]
public enum LanguageWeights
{
    /// <summary>As floating-point numbers of the type that frozen parts are computed in.</summary>
    Float = 0,

    /// <summary>In 8 bits, with the largest absolute value of each output channel: a quarter of float32.</summary>
    Int8 = 1,

    /// <summary>In 4 bits, the NormalFloat of QLoRA, with the largest absolute value of each block of 64: 4.5 bits a weight.</summary>
    Nf4 = 2,
}
