namespace MapDet.Core.Contracts;

/// <summary>Stage 5, trained: hidden states and image tokens to classes and points. Implementations are TorchSharp modules.</summary>
public interface IMapDecoder
{
    /// <summary>Decodes a batch.</summary>
    /// <param name="input">Features, image tokens and geometry.</param>
    /// <returns>One prediction a layer, tensors of the current dispose scope.</returns>
    MapPredictions Decode(MapDecoderInput input);
}
