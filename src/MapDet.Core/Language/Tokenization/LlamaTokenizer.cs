using System.Collections.Immutable;
using System.Text;

namespace MapDet.Core.Language.Tokenization;

/// <summary>LLaMA's and Vicuna's tokenizer: text to ids with the token that begins a text, prompts with a place for images, and ids to text.</summary>
/// <remarks>
/// Ids equal those of <c>LlamaTokenizer</c> (huggingface/transformers 4.32, without its Rust twin) and of LLaVA's
/// <c>tokenizer_image_token</c>. It keeps no state: any number of threads can use it at once.
/// </remarks>
public sealed class LlamaTokenizer
{
    /// <summary>Stands in ids where images come, as in LLaVA.</summary>
    public const int ImageToken = -200;

    /// <summary>Stands in prompts where images come, as in LLaVA.</summary>
    public const string ImagePlaceholder = "<image>";

    private const string ModelFile = "tokenizer.model";
    private readonly SentencePieceModel _model;
    private readonly SpecialTokens _special;
    private readonly string _unknownName;
    private readonly int _unknownNameLength;

    private LlamaTokenizer(SentencePieceModel model, bool isLegacy, ImmutableArray<NamedToken> added)
    {
        IsLegacy = isLegacy;
        _model = isLegacy ? model : model.WithoutDummyPrefix();
        _unknownName = model.Piece(model.UnknownId);
        _unknownNameLength = _model.Encode(_unknownName).Length;
        _special = new SpecialTokens([Require(model.BeginPiece), Require(model.EndPiece), new NamedToken(_unknownName, model.UnknownId), .. added]);
        Count = model.Count + added.Length;
        BeginId = _special.Id(model.BeginPiece);
        EndId = _special.Id(model.EndPiece);
    }

    /// <summary>True if text behind the name of a special token gets a space before it, as in old versions of the reference.</summary>
    public bool IsLegacy { get; }

    /// <summary>Number of tokens; ids are 0 to less than that.</summary>
    public int Count { get; }

    /// <summary>The token that begins a text.</summary>
    public int BeginId { get; }

    /// <summary>The token that ends a text.</summary>
    public int EndId { get; }

    /// <summary>Reads the tokenizer of a checkpoint.</summary>
    /// <param name="path">
    /// A SentencePiece model, or a checkpoint's folder with a <c>tokenizer.model</c>, where <c>tokenizer_config.json</c> says whether it is
    /// legacy and <c>added_tokens.json</c> what was added to its pieces.
    /// </param>
    /// <exception cref="InvalidInputException">The file is missing, damaged, cut short, or lacks a token.</exception>
    public static LlamaTokenizer Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!Directory.Exists(path))
        {
            return Load(path, isLegacy: true);
        }

        SentencePieceModel model = SentencePieceModel.Load(Path.Combine(path, ModelFile));
        return new LlamaTokenizer(model, TokenizerConfiguration.ReadIsLegacy(path), AddedTokens.Read(path, model));
    }

    /// <summary>Reads a tokenizer.</summary>
    /// <param name="path">A SentencePiece model.</param>
    /// <param name="isLegacy">See <see cref="IsLegacy"/>.</param>
    /// <exception cref="InvalidInputException">The file is missing, damaged, cut short, or lacks a token.</exception>
    public static LlamaTokenizer Load(string path, bool isLegacy) => new(SentencePieceModel.Load(path), isLegacy, []);

    /// <summary>The ids of a text. Names of special and of added tokens in it, such as <c>&lt;/s&gt;</c>, become these tokens.</summary>
    /// <param name="text">The text.</param>
    /// <returns><see cref="BeginId"/> and the text's ids.</returns>
    public ImmutableArray<int> Encode(string text) => [BeginId, .. EncodeWithoutBegin(text)];

    /// <summary>The ids of a prompt with <see cref="ImageToken"/> for each <c>&lt;image&gt;</c>; the parts between are encoded on their own.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <returns><see cref="BeginId"/> and the prompt's ids.</returns>
    public ImmutableArray<int> EncodePrompt(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ImmutableArray<int>.Builder ids = ImmutableArray.CreateBuilder<int>();
        ids.Add(BeginId);
        foreach ((int index, string part) in prompt.Split(ImagePlaceholder).Index())
        {
            if (index > 0)
            {
                ids.Add(ImageToken);
            }

            ids.AddRange(EncodeWithoutBegin(part));
        }

        return ids.DrainToImmutable();
    }

    /// <summary>The ids of a prompt around the place for images.</summary>
    /// <param name="prompt">Holds <c>&lt;image&gt;</c> once.</param>
    /// <exception cref="MapDetException">It does not.</exception>
    public PromptTokens EncodeAroundImage(string prompt)
    {
        ImmutableArray<int> ids = EncodePrompt(prompt);
        int image = ids.IndexOf(ImageToken);
        return image >= 0 && ids.LastIndexOf(ImageToken) == image
            ? new PromptTokens([.. ids[..image].Select(id => (long)id)], [.. ids[(image + 1)..].Select(id => (long)id)])
            : throw new MapDetException($"Language.Prompt: the prompt has to hold {ImagePlaceholder} exactly once: '{prompt}'.");
    }

    /// <summary>
    /// The text of ids, without special tokens, and with spaces around names of added ones. As in the reference, a text that began with a space loses it.
    /// </summary>
    /// <param name="ids">Ids, without <see cref="ImageToken"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is none of this tokenizer's.</exception>
    public string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        List<string> parts = [];
        List<byte[]> pieces = [];
        foreach (int id in ids)
        {
            NamedToken? token = _special.Find(id);
            if (token is null)
            {
                pieces.Add(_model.Utf8Piece(id));
            }
            else if (token.IsAdded)
            {
                AddPart(parts, pieces);
                parts.Add(token.Name);
            }
        }

        AddPart(parts, pieces);
        return string.Join(' ', parts);
    }

    private void AddPart(List<string> parts, List<byte[]> pieces)
    {
        if (pieces.Count > 0)
        {
            parts.Add(DecodePart(pieces));
            pieces.Clear();
        }
    }

    private string DecodePart(List<byte[]> pieces)
    {
        if (pieces is [byte[] first, ..] && first.AsSpan().StartsWith(Utf8.SpaceSymbol.AsSpan()))
        {
            pieces[0] = first[Utf8.SpaceSymbol.Length..];
        }

        return _model.DecodePieces(pieces);
    }

    private List<int> EncodeWithoutBegin(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool hasPrefix = !IsLegacy && text.Length > 0;
        List<int> ids = [];
        string prefixed = hasPrefix ? SpaceSymbol + text.Replace(SpaceSymbol, " ", StringComparison.Ordinal) : text;
        foreach ((string part, NamedToken? token) in _special.Split(prefixed))
        {
            if (token is not null)
            {
                // The space that was put before the text is taken back where a special token begins it.
                if (hasPrefix && !token.IsAdded && ids.Count == 1 && ids[0] == _model.Find(SpaceSymbol))
                {
                    ids.Clear();
                }

                ids.Add(token.Id);
            }
            else
            {
                ids.AddRange(EncodePart(part));
            }
        }

        return ids;
    }

    /// <summary>Without legacy, spaces at the start survive because another text stands before them, whose ids are cut off.</summary>
    private ReadOnlySpan<int> EncodePart(string part)
    {
        if (IsLegacy || !(part.StartsWith(' ') || part.StartsWith(SpaceSymbol, StringComparison.Ordinal)))
        {
            return _model.Encode(part).AsSpan();
        }

        ReadOnlySpan<int> ids = _model.Encode(_unknownName + part).AsSpan();
        return ids.Length >= _unknownNameLength ? ids[_unknownNameLength..] : ids;
    }

    private static string SpaceSymbol { get; } = Encoding.UTF8.GetString(Utf8.SpaceSymbol.AsSpan());

    private NamedToken Require(string name) => _model.Find(name) is var id && id != _model.UnknownId
        ? new NamedToken(name, id)
        : throw new InvalidInputException(_model.Path, "the model has no such piece, which begins or ends a text", "pieces", name);
}
