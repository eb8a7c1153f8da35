namespace MapDet.Core.Decoding;

/// <summary>The map decoders there are.</summary>
public enum DecoderKind
{
    /// <summary>Samples image features where its current points project into the cameras.</summary>
    Sampling = 0,

    /// <summary>The refinement decoder of the original system, which sees no images; for its checkpoints.</summary>
    Refinement = 1,
}
