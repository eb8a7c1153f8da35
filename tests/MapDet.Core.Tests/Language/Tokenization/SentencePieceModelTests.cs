using System.Text;
using CsCheck;
using MapDet.Core.Language.Tokenization;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Language.Tokenization;

public sealed class SentencePieceModelTests : IDisposable
{
    private static readonly string s_golden = GoldenTensors.PathOf("models", "llama_tokenizer", "tokenizer.model");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_pair_with_the_highest_score_is_merged_first()
    {
        SentencePieceFile file = SentencePieceFile.WithSpecials().AddCharacters("▁abc").Add("ab", -2).Add("bc", -1);

        Assert.Equal(["▁", "a", "bc"], Pieces(file, "abc"));
    }

    [Fact]
    public void Among_equal_scores_the_leftmost_pair_is_merged()
    {
        SentencePieceFile file = SentencePieceFile.WithSpecials().AddCharacters("▁abc").Add("ab", -1).Add("bc", -1);

        Assert.Equal(["▁", "ab", "c"], Pieces(file, "abc"));
    }

    [Fact]
    public void Without_byte_fallback_a_run_of_unknown_characters_is_one_unknown_piece()
    {
        SentencePieceFile file = SentencePieceFile.WithSpecials().AddCharacters("▁ab");

        Assert.Equal(["▁", "a", "<unk>", "b", "<unk>"], Pieces(file, "a🚗xb中"));
    }

    [Fact]
    public void A_piece_that_is_unused_falls_back_into_what_it_was_merged_from()
    {
        SentencePieceFile file = SentencePieceFile.WithSpecials().AddCharacters("▁abc").Add("ab", -1, type: 5).Add("abc", -2, type: 5);

        Assert.Equal(["▁", "a", "b", "c"], Pieces(file, "abc"));
    }

    [Fact]
    public void User_defined_symbols_are_kept_whole_and_take_part_in_no_merge()
    {
        SentencePieceFile file = SentencePieceFile.WithSpecials().AddCharacters("▁abx").Add("<mask>", type: 4).Add("<mask>>", type: 4).Add("ab", -1).Add("x<mask>", -1);

        Assert.Equal(["▁", "x", "<mask>", "ab", "<mask>>"], Pieces(file, "x<mask>ab<mask>>"));
    }

    [Fact]
    public void Extra_spaces_go_where_the_model_says_so()
    {
        SentencePieceFile file = SentencePieceFile.WithSpecials().AddCharacters("▁ab");
        file.RemoveExtraWhitespaces = true;

        Assert.Equal(["▁", "a", "▁", "b"], Pieces(file, "  a   b  "));
        Assert.Empty(Pieces(file, "   "));
    }

    [Fact]
    public void The_dummy_space_can_come_behind_the_text_or_not_at_all()
    {
        SentencePieceFile file = SentencePieceFile.WithSpecials().AddCharacters("▁ab");
        file.WhitespaceAsSuffix = true;
        Assert.Equal(["a", "b", "▁"], Pieces(file, "ab"));

        file.AddDummyPrefix = false;
        Assert.Equal(["a", "b"], Pieces(file, "ab"));
    }

    [Fact]
    public void Rules_for_characters_are_applied_and_the_longest_counts()
    {
        // ab -> x, a -> y, in a double array made by hand.
        SentencePieceFile file = SentencePieceFile.WithSpecials().AddCharacters("▁abxyc").Add("<a>", type: 4);
        file.CharacterMap = DoubleArray.Of(("ab", "x"), ("a", "y"));

        Assert.Equal(["▁", "x", "y", "c", "b", "<a>"], Pieces(file, "abacb<a>"));
    }

    [Fact]
    public void Merging_by_queue_gives_what_merging_step_by_step_gives()
    {
        SentencePieceModel model = SentencePieceModel.Load(s_golden);
        Dictionary<string, float> scores = Enumerable.Range(259, model.Count - 259).ToDictionary(model.Piece, id => (float)(259 - id));

        Gen.Char["  aehinorst▁T前方道路"].Array[0, 60].Select(c => new string(c)).Sample(
            text => Assert.Equal(StepByStep(text, scores), model.Encode(text).Select(model.Piece)), iter: 300, threads: 1);
    }

    [Fact]
    public void Any_text_comes_back_but_for_the_symbol_of_spaces()
    {
        SentencePieceModel model = SentencePieceModel.Load(s_golden);

        Gen.String.Where(s => !s.Any(char.IsSurrogate)).Sample(
            text => Assert.Equal(text.Replace('▁', ' '), model.Decode(model.Encode(text))), iter: 300, threads: 1);
    }

    [Fact]
    public void Bytes_that_make_no_character_become_replacement_characters() =>
        Assert.Equal("\uFFFDa", SentencePieceModel.Load(s_golden).Decode([3 + 0xE4, 337]));

    [Fact]
    public void Half_a_character_of_a_string_becomes_a_replacement_character()
    {
        SentencePieceModel model = SentencePieceModel.Load(s_golden);

        Assert.Equal("a\uFFFDb", model.Decode(model.Encode("a\uD83Db")));
    }

    [Fact]
    public void A_long_text_is_encoded_as_its_sentences_are()
    {
        SentencePieceModel model = SentencePieceModel.Load(s_golden);
        const string Sentence = " The points on the road are in the lane.";
        int[] first = [.. model.Encode(Sentence)];
        string text = string.Concat(Enumerable.Repeat(Sentence, 5000));

        // Work that is quadratic in the length would not end here.
        int[] ids = [.. model.Encode(text)];

        Assert.Equal(first, ids[..first.Length]);
        Assert.Equal(text, model.Decode(ids));
    }

    [Fact]
    public void A_model_cut_anywhere_is_bad_input()
    {
        byte[] whole = File.ReadAllBytes(s_golden);
        for (int length = 0; length < whole.Length; length += length < whole.Length - 200 ? 7 : 1)
        {
            File.WriteAllBytes(_folder.File("m"), whole[..length]);
            Assert.Equal(_folder.File("m"), Assert.Throws<InvalidInputException>(() => SentencePieceModel.Load(_folder.File("m"))).File);
        }
    }

    [Fact]
    public void Damaged_bytes_are_bad_input_or_another_model_but_no_crash()
    {
        byte[] whole = File.ReadAllBytes(s_golden);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample(
            (place, value) =>
            {
                byte[] damaged = [.. whole];
                damaged[place] = value;
                File.WriteAllBytes(_folder.File("m"), damaged);
                try
                {
                    SentencePieceModel.Load(_folder.File("m")).Encode("The points are on the road. 前方🚗");
                }
                catch (InvalidInputException e)
                {
                    Assert.Equal(_folder.File("m"), e.File);
                }
            },
            iter: 500,
            threads: 1);
    }

    [Fact]
    public void A_length_beyond_the_file_allocates_nothing_of_the_kind()
    {
        // A piece that claims two gigabytes.
        File.WriteAllBytes(_folder.File("m"), [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x0A]);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidInputException>(() => SentencePieceModel.Load(_folder.File("m")));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Models_that_are_no_byte_pair_encoding_are_refused()
    {
        SentencePieceFile file = SentencePieceFile.WithSpecials();
        file.ModelType = 1;

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => SentencePieceModel.Load(file.Write(_folder.File("m"))));

        Assert.Equal(("trainer_spec", "model_type"), (e.Record, e.Field));
    }

    public static TheoryData<string> BadPieces { get; } = ["empty", "twice", "no unknown", "two unknown", "byte without fallback", "missing byte", "score", "type"];

    [Theory]
    [MemberData(nameof(BadPieces))]
    public void Pieces_that_make_no_vocabulary_are_refused(string fault)
    {
        SentencePieceFile file = fault == "no unknown" ? new SentencePieceFile().Add("a") : SentencePieceFile.WithSpecials();
        _ = fault switch
        {
            "empty" => file.Add(""),
            "twice" => file.Add("a").Add("a", type: 4),
            "two unknown" => file.Add("<unk2>", type: 2),
            "byte without fallback" => file.Add("<0x00>", type: 6),
            "score" => file.Add("a", float.NaN),
            "type" => file.Add("a", type: 9),
            _ => file,
        };
        file.ByteFallback = fault == "missing byte";

        Assert.Throws<InvalidInputException>(() => SentencePieceModel.Load(file.Write(_folder.File("m"))));
    }

    [Fact]
    public void Damaged_rules_for_characters_are_refused()
    {
        SentencePieceFile file = SentencePieceFile.WithSpecials();
        file.CharacterMap = [0xFF, 0xFF, 0xFF, 0x7F, 1, 2];

        Assert.Equal("precompiled_charsmap", Assert.Throws<InvalidInputException>(() => SentencePieceModel.Load(file.Write(_folder.File("m")))).Field);
    }

    [Fact]
    public void A_missing_file_is_bad_input() =>
        Assert.Contains("no such file", Assert.Throws<InvalidInputException>(() => SentencePieceModel.Load(_folder.File("nowhere"))).Message, StringComparison.Ordinal);

    private IEnumerable<string> Pieces(SentencePieceFile file, string text)
    {
        SentencePieceModel model = SentencePieceModel.Load(file.Write(_folder.File("m")));
        return model.Encode(text).Select(model.Piece);
    }

    /// <summary>The definition itself: again and again the best of all pairs.</summary>
    private static IEnumerable<string> StepByStep(string text, Dictionary<string, float> scores)
    {
        List<string> symbols = text.Length == 0 ? [] : [.. (" " + text).Replace(' ', '▁').EnumerateRunes().Select(r => r.ToString())];
        while (true)
        {
            (float Score, int At) best = (float.NegativeInfinity, -1);
            for (int i = 0; i + 1 < symbols.Count; i++)
            {
                if (scores.TryGetValue(symbols[i] + symbols[i + 1], out float score) && score > best.Score)
                {
                    best = (score, i);
                }
            }

            if (best.At < 0)
            {
                return symbols.SelectMany(s => scores.ContainsKey(s) ? [s] : Encoding.UTF8.GetBytes(s).Select(b => $"<0x{b:X2}>"));
            }

            symbols[best.At] += symbols[best.At + 1];
            symbols.RemoveAt(best.At + 1);
        }
    }
}
