using System.Collections.Immutable;
using System.Text;
using Google.Protobuf;

namespace MapDet.Core.Language.Tokenization;

/// <summary>Reads SentencePiece's model files, protobuf messages of the kind <c>ModelProto</c>.</summary>
/// <remarks>Source: sentencepiece_model.proto of google/sentencepiece. Nothing is allocated that the file does not hold.</remarks>
internal sealed class SentencePieceReader
{
    private const long LongestFile = 1 << 28;
    private const int BytePairEncoding = 2;
    private const float NoScore = 0;
    private readonly string _path;
    private readonly ImmutableArray<SentencePiece>.Builder _pieces = ImmutableArray.CreateBuilder<SentencePiece>();
    private NormalizerSettings _normalizer = new(default);
    private NormalizerSettings? _denormalizer;
    private int _modelType = 1;
    private bool _hasTrainer;
    private bool _hasNormalizer;
    private bool _hasByteFallback;
    private bool _hasWhitespaceAsSuffix;
    private string _unknownSurface = " \u2047 ";
    private string _beginPiece = "<s>";
    private string _endPiece = "</s>";

    private SentencePieceReader(string path) => _path = path;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidInputException">It is missing, damaged, cut short, or of a kind other than byte pair encoding.</exception>
    public static SentencePieceDefinition Read(string path)
    {
        SentencePieceReader reader = new(path);
        byte[] file = reader.ReadFile();
        try
        {
            reader.ReadModel(new CodedInputStream(file));
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or DecoderFallbackException)
        {
            throw new InvalidInputException(path, $"is damaged, cut short, or no SentencePiece model: {e.Message}", innerException: e);
        }

        return reader.ToDefinition();
    }

    private byte[] ReadFile()
    {
        try
        {
            FileInfo file = new(_path);
            if (file.Exists && file.Length > LongestFile)
            {
                throw new InvalidInputException(_path, $"is no SentencePiece model: it is {file.Length} bytes long");
            }

            return File.ReadAllBytes(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InvalidInputException.Unreadable(_path, e);
        }
    }

    private SentencePieceDefinition ToDefinition()
    {
        if (!_hasTrainer || !_hasNormalizer)
        {
            throw new InvalidInputException(_path, "is cut short or no SentencePiece model: it does not say how it was trained and how text is normalised");
        }

        if (_modelType != BytePairEncoding)
        {
            throw new InvalidInputException(
                _path, $"is {_modelType}; only {BytePairEncoding}, byte pair encoding, can be used", "trainer_spec", "model_type");
        }

        return new SentencePieceDefinition(
            _path,
            _pieces.DrainToImmutable(),
            _hasByteFallback,
            _unknownSurface,
            _beginPiece,
            _endPiece,
            _normalizer with { WhitespaceAsSuffix = _hasWhitespaceAsSuffix },
            _denormalizer is { CharacterMap.IsEmpty: false } ? _denormalizer : null);
    }

    private void ReadModel(CodedInputStream input)
    {
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    _pieces.Add(ReadPiece(Message(input)));
                    break;
                case (2 << 3) | 2:
                    _hasTrainer = true;
                    ReadTrainer(Message(input));
                    break;
                case (3 << 3) | 2:
                    _hasNormalizer = true;
                    _normalizer = ReadNormalizer(Message(input), _normalizer);
                    break;
                case (5 << 3) | 2:
                    _denormalizer = ReadNormalizer(Message(input), _denormalizer ?? new NormalizerSettings(default));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    private static SentencePiece ReadPiece(CodedInputStream input)
    {
        SentencePiece piece = new([], NoScore, SentencePieceType.Normal);
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    piece = piece with { Text = input.ReadBytes().ToByteArray() };
                    break;
                case (2 << 3) | 5:
                    piece = piece with { Score = input.ReadFloat() };
                    break;
                case 3 << 3:
                    piece = piece with { Type = (SentencePieceType)input.ReadEnum() };
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return piece;
    }

    private void ReadTrainer(CodedInputStream input)
    {
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            switch (tag)
            {
                case 3 << 3:
                    _modelType = input.ReadEnum();
                    break;
                case 24 << 3:
                    _hasWhitespaceAsSuffix = input.ReadBool();
                    break;
                case 35 << 3:
                    _hasByteFallback = input.ReadBool();
                    break;
                case (44 << 3) | 2:
                    _unknownSurface = Text(input);
                    break;
                case (46 << 3) | 2:
                    _beginPiece = Text(input);
                    break;
                case (47 << 3) | 2:
                    _endPiece = Text(input);
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    private static NormalizerSettings ReadNormalizer(CodedInputStream input, NormalizerSettings settings)
    {
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            switch (tag)
            {
                case (2 << 3) | 2:
                    settings = settings with { CharacterMap = input.ReadBytes().Memory };
                    break;
                case 3 << 3:
                    settings = settings with { AddDummyPrefix = input.ReadBool() };
                    break;
                case 4 << 3:
                    settings = settings with { RemoveExtraWhitespaces = input.ReadBool() };
                    break;
                case 5 << 3:
                    settings = settings with { EscapeWhitespaces = input.ReadBool() };
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return settings;
    }

    private static CodedInputStream Message(CodedInputStream input) => input.ReadBytes().CreateCodedInput();

    private static string Text(CodedInputStream input) => input.ReadBytes().ToString(new UTF8Encoding(false, throwOnInvalidBytes: true));
}
