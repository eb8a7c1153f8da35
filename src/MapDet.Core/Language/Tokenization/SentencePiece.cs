namespace MapDet.Core.Language.Tokenization;

/// <summary>A piece of a vocabulary.</summary>
/// <param name="Text">UTF-8; spaces are U+2581.</param>
/// <param name="Score">The higher, the earlier the piece is merged.</param>
/// <param name="Type">What it is.</param>
internal readonly record struct SentencePiece(byte[] Text, float Score, SentencePieceType Type);
