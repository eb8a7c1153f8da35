using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MapDet.Core.Language.Tokenization;

/// <summary>The pieces of a model by id and by text.</summary>
/// <remarks>Source: model_interface.cc of google/sentencepiece.</remarks>
internal sealed class SentencePieceVocabulary
{
    private const int Bytes = 256;
    private readonly ImmutableArray<SentencePiece> _pieces;
    private readonly Dictionary<byte[], int> _mergeable = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], int> _reserved = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _mergeableByPart;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _reservedByPart;
    private readonly int[] _idOfByte = [.. Enumerable.Repeat(-1, Bytes)];
    private readonly Dictionary<int, byte> _byteOfId = [];

    /// <summary>Checks and orders the pieces of a file.</summary>
    /// <exception cref="InvalidInputException">They do not make a vocabulary.</exception>
    public SentencePieceVocabulary(SentencePieceDefinition definition)
    {
        _pieces = definition.Pieces;
        HasByteFallback = definition.HasByteFallback;
        UnknownId = -1;
        for (int id = 0; id < _pieces.Length; id++)
        {
            Add(_pieces[id], id, definition.Path);
        }

        if (UnknownId < 0)
        {
            throw new InvalidInputException(definition.Path, "is damaged or no SentencePiece model: there is no piece for what is unknown", "pieces");
        }

        if (HasByteFallback && Array.IndexOf(_idOfByte, -1) is >= 0 and int missing)
        {
            throw new InvalidInputException(definition.Path, $"the piece of the byte 0x{missing:X2} is missing", "pieces");
        }

        _mergeableByPart = _mergeable.GetAlternateLookup<ReadOnlySpan<byte>>();
        _reservedByPart = _reserved.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Number of pieces.</summary>
    public int Count => _pieces.Length;

    /// <summary>The piece of what no other piece covers.</summary>
    public int UnknownId { get; private set; }

    /// <summary>Unknown characters become pieces of bytes.</summary>
    public bool HasByteFallback { get; }

    /// <summary>Pieces that are always kept whole.</summary>
    public IEnumerable<byte[]> UserDefined => _pieces.Where(p => p.Type == SentencePieceType.UserDefined).Select(p => p.Text);

    /// <summary>A piece by its id.</summary>
    public SentencePiece this[int id] => _pieces[id];

    /// <summary>The piece that two neighbours can be merged to.</summary>
    public bool TryFindMerged(ReadOnlySpan<byte> text, out int id) => _mergeableByPart.TryGetValue(text, out id);

    /// <summary>The id of a text; that of what is unknown if it is no piece.</summary>
    public int Find(ReadOnlySpan<byte> text) =>
        _reservedByPart.TryGetValue(text, out int id) || _mergeableByPart.TryGetValue(text, out id) ? id : UnknownId;

    /// <summary>The piece of a byte.</summary>
    public int FindByte(byte value) => _idOfByte[value];

    /// <summary>The byte of a piece.</summary>
    public bool TryGetByte(int id, out byte value) => _byteOfId.TryGetValue(id, out value);

    private void Add(SentencePiece piece, int id, string path)
    {
        string record = string.Create(CultureInfo.InvariantCulture, $"pieces[{id}]");
        if (piece.Text.Length == 0)
        {
            throw new InvalidInputException(path, "is damaged or no SentencePiece model: the piece is empty", record, "piece");
        }

        if (float.IsNaN(piece.Score))
        {
            throw new InvalidInputException(path, "is no number", record, "score");
        }

        bool isMergeable = piece.Type is SentencePieceType.Normal or SentencePieceType.UserDefined or SentencePieceType.Unused;
        if (!(isMergeable ? _mergeable : _reserved).TryAdd(piece.Text, id))
        {
            throw new InvalidInputException(path, $"'{Encoding.UTF8.GetString(piece.Text)}' stands there twice", record, "piece");
        }

        switch (piece.Type)
        {
            case SentencePieceType.Unknown when UnknownId >= 0:
                throw new InvalidInputException(path, $"is a second piece for what is unknown, beside {UnknownId}", record, "type");
            case SentencePieceType.Unknown:
                UnknownId = id;
                break;
            case SentencePieceType.Byte:
                AddByte(piece, id, path, record);
                break;
            case SentencePieceType.Normal or SentencePieceType.Control or SentencePieceType.UserDefined or SentencePieceType.Unused:
                break;
            default:
                throw new InvalidInputException(path, $"{(int)piece.Type} is no type of a piece", record, "type");
        }
    }

    private void AddByte(SentencePiece piece, int id, string path, string record)
    {
        string text = Encoding.UTF8.GetString(piece.Text);
        byte value = 0;
        bool isByte = text.Length == 6 && text.StartsWith("<0x", StringComparison.Ordinal) && text[5] == '>'
            && byte.TryParse(text.AsSpan(3..5), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        if (!isByte || !HasByteFallback)
        {
            throw new InvalidInputException(
                path, isByte ? $"'{text}' is a byte, but the model has no byte fallback" : $"'{text}' is no byte such as <0x0A>", record, "piece");
        }

        _idOfByte[value] = id;
        _byteOfId[id] = value;
    }
}
