using System.Collections.Immutable;

namespace MapDet.Core.Language.Tokenization;

/// <summary>What a SentencePiece model file holds, as far as dividing and joining text needs it.</summary>
/// <param name="Path">Where it was read.</param>
/// <param name="Pieces">In the order of their ids.</param>
/// <param name="HasByteFallback">Unknown characters become pieces of bytes.</param>
/// <param name="UnknownSurface">What an unknown piece becomes in text.</param>
/// <param name="BeginPiece">The name of the piece that begins a text.</param>
/// <param name="EndPiece">The name of the piece that ends a text.</param>
/// <param name="Normalizer">Of texts that are divided.</param>
/// <param name="Denormalizer">Of texts that are joined; null for none.</param>
internal sealed record SentencePieceDefinition(
    string Path,
    ImmutableArray<SentencePiece> Pieces,
    bool HasByteFallback,
    string UnknownSurface,
    string BeginPiece,
    string EndPiece,
    NormalizerSettings Normalizer,
    NormalizerSettings? Denormalizer);
