using System.Globalization;
using MapDet.Core.Language.Tokenization;

namespace MapDet.Core.Parity.Tokenization;

/// <summary>Texts to ids and back: <c>cases.json</c> beside a <c>tokenizer.model</c>.</summary>
public sealed class TokenizerParity : IParityCheck
{
    private const string ModelFile = "tokenizer.model";

    /// <inheritdoc/>
    public string Kind => "tokenizer";

    /// <inheritdoc/>
    public bool Recognizes(ParityFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Path.GetFileName(file.Path) == "cases.json" && File.Exists(ModelBeside(file));
    }

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(ParityFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        TokenizerFixture fixture = TokenizerFixture.Read(file.Path);
        SentencePieceModel pieces = SentencePieceModel.Load(ModelBeside(file));
        LlamaTokenizer legacy = LlamaTokenizer.Load(ModelBeside(file), isLegacy: true);
        LlamaTokenizer current = LlamaTokenizer.Load(ModelBeside(file), isLegacy: false);
        Func<ParityResult?>[] comparisons =
        [
            () => Compare("cases.ids", fixture.Cases, c => c.Ids, c => legacy.Encode(c.Text)),
            () => Compare("cases.ids_legacy_false", fixture.Cases, c => c.IdsLegacyFalse, c => current.Encode(c.Text)),
            () => Compare("cases.pieces", fixture.Cases, c => c.Pieces, c => legacy.Encode(c.Text).Select(pieces.Piece)),
            () => Compare("cases.sentencepiece_ids", fixture.Cases, c => c.SentencepieceIds, c => pieces.Encode(c.Text)),
            () => Compare("cases.decoded", fixture.Cases, c => c.Decoded, c => legacy.Decode(Known(c.Ids, legacy, file))),
            () => Compare(
                "cases.sentencepiece_decoded", fixture.Cases, c => c.SentencepieceDecoded, c => pieces.Decode(Known(c.SentencepieceIds, legacy, file))),
            () => Compare("image_prompts.ids", fixture.ImagePrompts, p => p.Ids, p => legacy.EncodePrompt(p.Prompt)),
            () => Compare("image_prompts.ids_legacy_false", fixture.ImagePrompts, p => p.IdsLegacyFalse, p => current.EncodePrompt(p.Prompt)),
        ];
        return comparisons
            .Select(compare =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return compare();
            })
            .OfType<ParityResult>();
    }

    /// <summary>How many texts come out otherwise, and the first of them; null where the reference says nothing about any.</summary>
    private static ParityResult? Compare<TCase, TItem>(
        string name, IEnumerable<TCase> cases, Func<TCase, IEnumerable<TItem>?> expected, Func<TCase, IEnumerable<TItem>> computed)
    {
        (int Index, TCase Case)[] known = [.. cases.Index().Where(c => expected(c.Item) is not null)];
        int[] different = [.. known.Where(c => !expected(c.Case)!.SequenceEqual(computed(c.Case))).Select(c => c.Index)];
        string measure = different.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"of {known.Length} differ")
            : string.Create(CultureInfo.InvariantCulture, $"of {known.Length} differ, first {name.Split('.')[0]}[{different[0]}]");
        return known.Length == 0 ? null : new ParityResult(name, measure, different.Length, Limit: 0);
    }

    private static int[] Known(int[]? ids, LlamaTokenizer tokenizer, ParityFile file) =>
        Array.Find(ids ?? [], id => id < 0 || id >= tokenizer.Count) is not 0 and int unknown
            ? throw new InvalidInputException(file.Path, $"holds the id {unknown}, which is not in 0 to {tokenizer.Count - 1}", "cases")
            : ids ?? [];

    private static string ModelBeside(ParityFile file) => Path.Combine(Path.GetDirectoryName(file.Path) ?? "", ModelFile);
}
