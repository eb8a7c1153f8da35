namespace MapDet.Core.Parity.Tokenization;

/// <summary>A text with what the reference makes of it; null where the reference says nothing.</summary>
/// <param name="Text">The text.</param>
/// <param name="Ids">LLaMA's tokenizer, legacy.</param>
/// <param name="IdsLegacyFalse">The same, not legacy.</param>
/// <param name="Pieces">The texts of <paramref name="Ids"/>.</param>
/// <param name="SentencepieceIds">SentencePiece alone.</param>
/// <param name="Decoded">LLaMA's tokenizer on <paramref name="Ids"/>.</param>
/// <param name="SentencepieceDecoded">SentencePiece alone on <paramref name="SentencepieceIds"/>.</param>
internal sealed record TokenizerText(
    string Text,
    int[]? Ids,
    int[]? IdsLegacyFalse,
    string[]? Pieces,
    int[]? SentencepieceIds,
    string? Decoded,
    string? SentencepieceDecoded);
