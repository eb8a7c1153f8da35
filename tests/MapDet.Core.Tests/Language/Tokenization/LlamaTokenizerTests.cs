using System.Text.Json;
using MapDet.Core.Language;
using MapDet.Core.Language.Tokenization;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Language.Tokenization;

public sealed class LlamaTokenizerTests : IDisposable
{
    private static readonly string s_model = GoldenTensors.PathOf("models", "llama_tokenizer", "tokenizer.model");
    private readonly LlamaTokenizer _tokenizer = LlamaTokenizer.Load(s_model);
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Texts { get; } = [.. Enumerable.Range(0, 28)];

    public static TheoryData<int> Prompts { get; } = [.. Enumerable.Range(0, 6)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Texts))]
    public void Ids_of_a_text_are_those_of_the_reference(int index)
    {
        JsonElement text = Reference("cases", index);

        Assert.Equal(Ids(text, "ids"), _tokenizer.Encode(text.GetProperty("text").GetString()!));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Ids_that_are_not_legacy_are_those_of_the_reference(int index)
    {
        JsonElement text = Reference("cases", index);
        int[] expected = text.GetProperty("ids_legacy_false").ValueKind == JsonValueKind.Null ? [1] : Ids(text, "ids_legacy_false");

        Assert.Equal(expected, LlamaTokenizer.Load(s_model, isLegacy: false).Encode(text.GetProperty("text").GetString()!));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Ids_of_SentencePiece_alone_are_those_of_the_reference(int index)
    {
        JsonElement text = Reference("cases", index);

        Assert.Equal(Ids(text, "sentencepiece_ids"), SentencePieceModel.Load(s_model).Encode(text.GetProperty("text").GetString()!));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Ids_become_the_text_that_the_reference_makes_of_them(int index)
    {
        JsonElement text = Reference("cases", index);

        Assert.Equal(text.GetProperty("decoded").GetString(), _tokenizer.Decode(Ids(text, "ids")));
        Assert.Equal(text.GetProperty("sentencepiece_decoded").GetString(), SentencePieceModel.Load(s_model).Decode(Ids(text, "sentencepiece_ids")));
    }

    [Theory]
    [MemberData(nameof(Prompts))]
    public void Ids_of_a_prompt_are_those_of_the_reference(int index)
    {
        JsonElement prompt = Reference("image_prompts", index);

        Assert.Equal(Ids(prompt, "ids"), _tokenizer.EncodePrompt(prompt.GetProperty("prompt").GetString()!));
    }

    [Fact]
    public void A_prompt_is_taken_apart_at_its_image()
    {
        PromptTokens tokens = _tokenizer.EncodeAroundImage("前方<image>\n道路");

        Assert.Equal([1L, 331, 313], tokens.Before.AsEnumerable());
        Assert.Equal([331L, 13, 314], tokens.After.AsEnumerable());
    }

    [Theory]
    [InlineData("no picture here")]
    [InlineData("<image> and <image>")]
    public void A_prompt_without_exactly_one_image_is_refused(string prompt) =>
        Assert.Contains("<image>", Assert.Throws<MapDetException>(() => _tokenizer.EncodeAroundImage(prompt)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_folder_of_a_checkpoint_says_whether_its_tokenizer_is_legacy()
    {
        File.Copy(s_model, _folder.File("tokenizer.model"));
        Assert.True(LlamaTokenizer.Load(_folder.Path).IsLegacy);

        File.WriteAllText(_folder.File("tokenizer_config.json"), """{ "legacy": false }""");
        Assert.False(LlamaTokenizer.Load(_folder.Path).IsLegacy);

        File.WriteAllText(_folder.File("tokenizer_config.json"), """{ "legacy": "no" }""");
        Assert.Equal("legacy", Assert.Throws<InvalidInputException>(() => LlamaTokenizer.Load(_folder.Path)).Field);

        File.WriteAllText(_folder.File("tokenizer_config.json"), """{ "\ud800aaaaaaaa": true }""");
        Assert.Throws<InvalidInputException>(() => LlamaTokenizer.Load(_folder.Path));
    }

    [Fact]
    public void Tokens_that_a_checkpoint_adds_stand_behind_the_pieces_and_take_the_spaces_around_them()
    {
        LlamaTokenizer tokenizer = LoadWithAdded($$"""{"</s>": 2, "<im>": {{_tokenizer.Count + 1}}, "[PAD]": {{_tokenizer.Count}}}""");
        (int pad, int image) = (_tokenizer.Count, _tokenizer.Count + 1);

        Assert.Equal(_tokenizer.Count + 2, tokenizer.Count);
        Assert.Equal([.. _tokenizer.Encode("前方"), pad, image, .. _tokenizer.Encode("道路").Skip(1)], tokenizer.Encode("前方  [PAD] <im>道路").AsEnumerable());
        Assert.Equal([pad, 2], tokenizer.Encode("[PAD]</s>").Skip(1));
        Assert.Equal(_tokenizer.Encode("前方道路").AsEnumerable(), tokenizer.Encode("前方道路"));
        Assert.Equal("前方 [PAD] <im> 道路", tokenizer.Decode(tokenizer.Encode("前方[PAD]<im>道路</s>")));
    }

    [Theory]
    [InlineData("""{"[PAD]": 7}""")]
    [InlineData("""{"[PAD]": 100000}""")]
    [InlineData("""{"[PAD]": "420"}""")]
    [InlineData("""{"": 420}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void Added_tokens_whose_ids_are_not_the_next_ones_are_refused(string json) =>
        Assert.EndsWith("added_tokens.json", Assert.Throws<InvalidInputException>(() => LoadWithAdded(json)).File, StringComparison.Ordinal);

    [Fact]
    public void A_model_without_a_piece_that_begins_a_text_is_refused()
    {
        string path = new SentencePieceFile().Add("<unk>", type: 2).Add("a").Write(_folder.File("m"));

        Assert.Equal("<s>", Assert.Throws<InvalidInputException>(() => LlamaTokenizer.Load(path)).Field);
    }

    [Fact]
    public void An_image_has_no_text() => Assert.Throws<ArgumentOutOfRangeException>(() => _tokenizer.Decode([1, LlamaTokenizer.ImageToken]));

    private static JsonElement Reference(string list, int index)
    {
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllText(GoldenTensors.PathOf("models", "llama_tokenizer", "cases.json")));
        return cases.RootElement.GetProperty(list)[index].Clone();
    }

    private LlamaTokenizer LoadWithAdded(string json)
    {
        File.Copy(s_model, _folder.File("tokenizer.model"));
        File.WriteAllText(_folder.File("added_tokens.json"), json);
        return LlamaTokenizer.Load(_folder.Path);
    }

    private static int[] Ids(JsonElement entry, string name) => [.. entry.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];
}
