using MapDet.Core.Parity;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Parity;

public sealed class TokenizerParityTests : IDisposable
{
    private static readonly string s_fixture = GoldenTensors.PathOf("models", "llama_tokenizer");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_text_of_the_folder_gives_the_ids_of_the_reference()
    {
        ParityReport[] reports = [.. new ParityRunner(ParityChecks.All).Run([s_fixture])];

        ParityReport report = Assert.Single(reports, r => r.SkipReason is null);
        Assert.Equal("tokenizer", report.Kind);
        Assert.Equal(8, report.Passed.Length);
        Assert.Empty(report.Failed);
    }

    [Fact]
    public void An_id_that_is_changed_is_found_and_its_text_named()
    {
        string cases = Copy(text => text.Replace("\"text\": \"a\",\n   \"ids\": [\n    1,\n    261", "\"text\": \"a\",\n   \"ids\": [\n    1,\n    262", StringComparison.Ordinal));

        ParityReport report = Assert.Single(new ParityRunner(ParityChecks.All).Run([cases]));

        Assert.Contains("cases.ids", report.Failed);
        Assert.Equal("of 28 differ, first cases[4]", report.Results.Single(r => r.Tensor == "cases.ids").Measure);
    }

    [Fact]
    public void Cases_that_are_no_JSON_or_lack_a_text_are_bad_input()
    {
        string cases = Copy(_ => "{");
        Assert.Equal(cases, Assert.Throws<InvalidInputException>(() => Run(cases)).File);

        Copy(_ => """{ "cases": [ { "ids": [1] } ] }""");
        Assert.Equal(cases, Assert.Throws<InvalidInputException>(() => Run(cases)).File);

        Copy(_ => """{ "cases": [ { "text": "a", "ids": [1, 100000], "decoded": "a" } ] }""");
        Assert.Equal(cases, Assert.Throws<InvalidInputException>(() => Run(cases)).File);
    }

    private static void Run(string path) => _ = new ParityRunner(ParityChecks.All).Run([path]).ToArray();

    private string Copy(Func<string, string> change)
    {
        File.Copy(Path.Combine(s_fixture, "tokenizer.model"), _folder.File("tokenizer.model"), overwrite: true);
        File.WriteAllText(_folder.File("cases.json"), change(File.ReadAllText(Path.Combine(s_fixture, "cases.json"))));
        return _folder.File("cases.json");
    }
}
