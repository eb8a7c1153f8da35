namespace MapDet.Core.Language.Tokenization;

/// <summary>How text is changed before it is divided; names and defaults as in SentencePiece's <c>NormalizerSpec</c>.</summary>
/// <param name="CharacterMap">Rules such as NFKC's; empty for none.</param>
/// <param name="AddDummyPrefix">A space comes before the text.</param>
/// <param name="RemoveExtraWhitespaces">Spaces at the ends go, runs of them become one.</param>
/// <param name="EscapeWhitespaces">Spaces become U+2581.</param>
/// <param name="WhitespaceAsSuffix">The dummy space comes behind the text instead.</param>
internal sealed record NormalizerSettings(
    ReadOnlyMemory<byte> CharacterMap,
    bool AddDummyPrefix = true,
    bool RemoveExtraWhitespaces = true,
    bool EscapeWhitespaces = true,
    bool WhitespaceAsSuffix = false);
