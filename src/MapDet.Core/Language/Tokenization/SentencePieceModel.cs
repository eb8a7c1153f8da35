using System.Collections.Immutable;
using System.Text;

namespace MapDet.Core.Language.Tokenization;

/// <summary>A SentencePiece model of byte pair encoding: text to ids of pieces and back.</summary>
/// <remarks>
/// Ids equal those of <c>SentencePieceProcessor</c> (google/sentencepiece). It keeps no state: any number of threads can use it at once.
/// </remarks>
public sealed class SentencePieceModel
{
    private readonly SentencePieceDefinition _definition;
    private readonly SentencePieceVocabulary _vocabulary;
    private readonly PrefixMatcher _userDefined;
    private readonly TextNormalizer _normalizer;
    private readonly TextNormalizer? _denormalizer;
    private readonly SentencePieceDecoder _decoder;

    private SentencePieceModel(SentencePieceDefinition definition)
    {
        _definition = definition;
        _vocabulary = new SentencePieceVocabulary(definition);
        _userDefined = new PrefixMatcher(_vocabulary.UserDefined);
        _normalizer = new TextNormalizer(definition.Normalizer, _userDefined, Path);
        _denormalizer = definition.Denormalizer is { } settings ? new TextNormalizer(settings, new PrefixMatcher([]), Path) : null;
        _decoder = new SentencePieceDecoder(_vocabulary, definition.Normalizer, definition.UnknownSurface);
    }

    /// <summary>Where it was read.</summary>
    public string Path => _definition.Path;

    /// <summary>Number of pieces; ids are 0 to less than that.</summary>
    public int Count => _vocabulary.Count;

    /// <summary>The id of what no piece covers.</summary>
    public int UnknownId => _vocabulary.UnknownId;

    /// <summary>The name of the piece that begins a text, such as <c>&lt;s&gt;</c>; it need not be there.</summary>
    public string BeginPiece => _definition.BeginPiece;

    /// <summary>The name of the piece that ends a text, such as <c>&lt;/s&gt;</c>; it need not be there.</summary>
    public string EndPiece => _definition.EndPiece;

    /// <summary>Reads a model, usually called <c>tokenizer.model</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">It is missing, damaged, cut short, or of a kind other than byte pair encoding.</exception>
    public static SentencePieceModel Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new SentencePieceModel(SentencePieceReader.Read(path));
    }

    /// <summary>Divides a text. The names of control pieces such as <c>&lt;s&gt;</c> are text like any other.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Ids, without such that begin or end the text.</returns>
    public ImmutableArray<int> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] normalized = _normalizer.Normalize(Encoding.UTF8.GetBytes(text));
        return [.. BytePairEncoder.Encode(_vocabulary, _userDefined, normalized)];
    }

    /// <summary>Joins pieces to text.</summary>
    /// <param name="ids">Ids.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is none of this model's.</exception>
    public string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return DecodePieces(ids.Select(Utf8Piece));
    }

    /// <summary>A piece's text, U+2581 for spaces.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id is none of this model's.</exception>
    public string Piece(int id) => Encoding.UTF8.GetString(Utf8Piece(id));

    /// <summary>The id of a piece; <see cref="UnknownId"/> if there is none.</summary>
    /// <param name="piece">Its text, U+2581 for spaces.</param>
    public int Find(string piece) => _vocabulary.Find(Encoding.UTF8.GetBytes(piece));

    /// <summary>The same model for texts that get no space before them.</summary>
    internal SentencePieceModel WithoutDummyPrefix() => new(_definition with { Normalizer = _definition.Normalizer with { AddDummyPrefix = false } });

    /// <summary>Joins pieces, given by their own texts in UTF-8: one that is no piece stands for itself.</summary>
    internal string DecodePieces(IEnumerable<byte[]> pieces)
    {
        byte[] text = _decoder.Decode(pieces);
        return Encoding.UTF8.GetString(_denormalizer?.Normalize(text) ?? text);
    }

    /// <summary>A piece's text in UTF-8.</summary>
    internal byte[] Utf8Piece(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, Count);
        return _vocabulary[id].Text;
    }
}
