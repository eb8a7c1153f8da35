using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;

namespace MapDet.Core.Tests.Weights;

public sealed class ModelConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_without_a_configuration_is_named()
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => ModelConfiguration.Read(_folder.Path));

        Assert.EndsWith("config.json", e.File, StringComparison.Ordinal);
        Assert.Contains("no such file", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("{\"a\": 1} x")]
    public void What_is_no_JSON_object_is_bad_input(string text)
    {
        File.WriteAllText(_folder.File("config.json"), text);

        Assert.Throws<InvalidInputException>(() => ModelConfiguration.Read(_folder.Path));
    }

    [Fact]
    public void A_file_too_long_for_a_configuration_is_not_read()
    {
        File.WriteAllText(_folder.File("config.json"), $"{{\"a\": \"{new string('x', 2_000_000)}\"}}");

        Assert.Contains("bytes", Assert.Throws<InvalidInputException>(() => ModelConfiguration.Read(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("heads")]
    [InlineData("missing")]
    public void A_name_that_is_no_Unicode_is_bad_input(string name)
    {
        ModelConfiguration configuration = ModelConfiguration.Parse("f", null, "{\"heads\": 2, \"\\ud800aaaaaaaa\": 1}");

        Assert.Contains("Unicode", Assert.Throws<InvalidInputException>(() => configuration.WholeNumber(name)).Message, StringComparison.Ordinal);
        Assert.Contains("Unicode", Assert.Throws<InvalidInputException>(() => configuration.Has(name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_null_counts_as_a_setting_that_is_not_there() =>
        Assert.Equal(7, ModelConfiguration.Parse("f", null, "{\"heads\": null}").WholeNumber("heads", 7));

    [Fact]
    public void A_nested_setting_is_named_with_its_section()
    {
        ModelConfiguration section = ModelConfiguration.Parse("f", "config", "{\"masks\": {\"a\": {}}}").Section("masks").Section("a");

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => section.WholeNumber("text_len"));

        Assert.Equal(("config.masks.a", "text_len"), (e.Record, e.Field));
    }
}
