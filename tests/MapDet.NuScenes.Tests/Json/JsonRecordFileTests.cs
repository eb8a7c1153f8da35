using CsCheck;
using MapDet.Core;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tests.Json;

public sealed class JsonRecordFileTests
{
    [Fact]
    public void A_table_reads_the_same_through_a_buffer_of_any_size()
    {
        string path = GoldenFiles.Path("dataset", "v1.0-mini", "sample_data.json");
        (string, long, string)[] expected = ReadSampleData(path, 1 << 20);

        Gen.Int[1, 3000].Sample(size => Assert.Equal(expected, ReadSampleData(path, size)), iter: 30);

        Assert.Equal(236, expected.Length);
    }

    [Fact]
    public void Tokens_that_are_no_32_hex_digits_come_back_as_they_were()
    {
        TokenTexts texts = new();
        string[] tokens = ["", "1", "ABCDEF0123456789ABCDEF0123456789", "00000000000000000000000000000000", "0123456789abcdef0123456789abcdef", "ü", "0123456789abcdefg123456789abcdef"];

        Assert.Equal(tokens, tokens.Select(token => texts.Text(texts.Parse(token))));
        Assert.Equal(tokens.Length, tokens.Select(token => texts.Parse(token)).Distinct().Count());
    }

    [Theory]
    [InlineData("[{\"token\": \"a\", \"n\": 1}")]
    [InlineData("[{\"token\": \"a\", \"n\": 1}] x")]
    [InlineData("[{\"token\": \"a\", \"n\": 1}, 5]")]
    [InlineData("[{\"token\": \"a\", \"n\": [1]}]")]
    [InlineData("[{\"token\": \"a\", \"n\": 1.5}]")]
    [InlineData("[{\"token\": \"a\"}]")]
    [InlineData("{}")]
    public void What_is_no_table_is_refused(string text)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["table.json"], text);
        IntegerColumn number = new("n");

        using JsonRecordFile file = JsonRecordFile.Open(folder["table.json"], CancellationToken.None, bufferSize: 16);

        Assert.Throws<InvalidInputException>(() => file.ReadTable(new RecordSchema(new TokenColumn("token", new TokenTexts()), number), () => { }));
    }

    [Fact]
    public void A_file_of_no_bytes_is_called_empty()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder["table.json"], []);

        InvalidInputException exception = Assert.Throws<InvalidInputException>(() => JsonRecordFile.Open(folder["table.json"], CancellationToken.None));

        Assert.Equal($"{folder["table.json"]}: the file is empty.", exception.Message);
    }

    [Fact]
    public void Nested_values_and_dictionaries_read_the_same_through_a_buffer_of_any_size()
    {
        string path = GoldenFiles.Path("broken", "base", "maps", "expansion", "boston-seaport.json");
        string[] expected = ReadNested(path, 1 << 20);

        Gen.Int[1, 3000].Sample(size => Assert.Equal(expected, ReadNested(path, size)), iter: 10);

        Assert.Equal(1 + 6, expected.Length);
        Assert.Equal("0e9b5ec62497e3623edac7694ed9a0ae: RED 0, YELLOW 0.3, GREEN 0.6", expected[0]);
        Assert.Equal("0b5d047d62443c07ed6d25ec05627a6b: from 0, to 1", expected[1]);
    }

    [Fact]
    public void A_fault_before_the_token_still_names_the_token()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["table.json"], "\uFEFF[{\"n\": {\"deep\": [1, [2]]}, \"other\": {\"a\": []}, \"token\": \"abc\"}]");
        using JsonRecordFile file = JsonRecordFile.Open(folder["table.json"], CancellationToken.None, bufferSize: 16);

        InvalidInputException exception = Assert.Throws<InvalidInputException>(() =>
            file.ReadTable(new RecordSchema(new TokenColumn("token", new TokenTexts()), new IntegerColumn("n")), () => { }));

        Assert.Equal(("abc", "n"), (exception.Record, exception.Field));
    }

    [Fact]
    public void A_record_that_never_ends_is_refused_before_it_fills_the_memory()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["table.json"], $"[{{\"token\": \"abc\", \"n\": \"{new string('x', 5000)}\"}}]");
        using JsonRecordFile file = JsonRecordFile.Open(folder["table.json"], CancellationToken.None, bufferSize: 16, largestRecord: 1000);

        InvalidInputException exception = Assert.Throws<InvalidInputException>(() =>
            file.ReadTable(new RecordSchema(new TokenColumn("token", new TokenTexts())), () => { }));

        Assert.Contains("more than 1000 bytes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_named()
    {
        using TemporaryFolder folder = new();

        InvalidInputException exception = Assert.Throws<InvalidInputException>(() => JsonRecordFile.Open(folder.Path, CancellationToken.None));

        Assert.Equal(folder.Path, exception.File);
    }

    [Fact]
    public void Fields_are_found_whatever_their_order_and_number_in_each_record()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(
            folder["table.json"],
            """
            [{"token": "a", "n": 1, "x": 0}, {"n": 2, "token": "b"}, {"x": 0, "y": {"n": 9}, "n": 3, "z": [], "token": "c"},
             {"\u0074oken": "d", "\u0078": 0, "n": 4}, {"token": "e", "\u006e": 5}]
            """);
        TokenColumn token = new("token", new TokenTexts());
        IntegerColumn number = new("n");
        List<(string, long)> rows = [];

        using JsonRecordFile file = JsonRecordFile.Open(folder["table.json"], CancellationToken.None, bufferSize: 16);
        file.ReadTable(new RecordSchema(token, number), () => rows.Add((token.Text, number.Value)));

        Assert.Equal([("a", 1L), ("b", 2L), ("c", 3L), ("d", 4L), ("e", 5L)], rows);
    }

    [Fact]
    public void A_cancelled_reading_stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() =>
            JsonRecordFile.Open(GoldenFiles.Path("dataset", "v1.0-mini", "sample_data.json"), source.Token));
    }

    private static (string Token, long Time, string File)[] ReadSampleData(string path, int bufferSize)
    {
        TokenColumn token = new("token", new TokenTexts());
        IntegerColumn time = new("timestamp");
        TextColumn fileName = new("filename");
        List<(string, long, string)> rows = [];
        using JsonRecordFile file = JsonRecordFile.Open(path, CancellationToken.None, bufferSize);
        file.ReadTable(new RecordSchema(token, time, fileName), () => rows.Add((token.Text, time.Value, fileName.Value)));
        return [.. rows];
    }

    private static string[] ReadNested(string path, int bufferSize)
    {
        TokenTexts texts = new();
        TokenColumn token = new("token", texts);
        NumberColumn height = new("tz");
        TextColumn color = new("color");
        RecordSchema item = new(null, color, new ObjectColumn("rel_pos", new RecordSchema(null, height)));
        ObjectListColumn<string> items = new("items", item, () => FormattableString.Invariant($"{color.Value} {height.Value}"));
        TokensColumn incoming = new("incoming", texts);
        TokensColumn outgoing = new("outgoing", texts);
        ObjectColumn neighbours = new("connectivity", new RecordSchema(null, incoming, outgoing));
        List<string> read = [];
        using JsonRecordFile file = JsonRecordFile.Open(path, CancellationToken.None, bufferSize);
        file.ExpectObject();
        while (file.ReadPropertyName() is { } name)
        {
            switch (name)
            {
                case "traffic_light":
                    file.ReadRecords(new RecordSchema(token, items), name, () => read.Add($"{token.Text}: {string.Join(", ", items.ToArray())}"));
                    break;
                case "connectivity":
                    file.ReadEntries(token, neighbours, () =>
                        read.Add($"{token.Text}: from {incoming.ToArray().Length}, to {outgoing.ToArray().Length}"));
                    break;
                default:
                    file.SkipValue();
                    break;
            }
        }

        file.ExpectEnd();
        return [.. read];
    }
}
