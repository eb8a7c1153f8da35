using static TorchSharp.torch;

namespace MapDet.Core.Language.Quantization;

/// <summary>Keeps the weight of a linear layer, [outputs, inputs], in codes of few bits and the scales of groups of them.</summary>
internal interface IWeightFormat
{
    /// <summary>The type of the codes.</summary>
    ScalarType CodeType { get; }

    /// <summary>Codes of a row.</summary>
    long CodesPerRow(long inputs);

    /// <summary>Scales of a row.</summary>
    long ScalesPerRow(long inputs);

    /// <summary>Encodes some rows.</summary>
    /// <param name="rows">[rows, inputs] float32.</param>
    /// <returns>[rows, codes of a row] and [rows, scales of a row] float32, of the current dispose scope.</returns>
    (Tensor Codes, Tensor Scales) Encode(Tensor rows);

    /// <summary>Decodes some rows.</summary>
    /// <param name="codes">[rows, codes of a row].</param>
    /// <param name="scales">[rows, scales of a row].</param>
    /// <param name="inputs">Weights of a row.</param>
    /// <returns>[rows, inputs] float32, of the current dispose scope.</returns>
    Tensor Decode(Tensor codes, Tensor scales, long inputs);
}
