namespace MapDet.Core.Language.Tokenization;

/// <summary>What a piece is; values as in SentencePiece's files.</summary>
internal enum SentencePieceType
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,

    /// <summary>Takes part in merges but is never given out: it falls back into what it was merged from.</summary>
    Unused = 5,

    /// <summary>One byte, written <c>&lt;0x0A&gt;</c>.</summary>
    Byte = 6,
}
