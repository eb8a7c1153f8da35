using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights.Hub;

namespace MapDet.Core.Tests.Weights.Hub;

public sealed class HubCacheTests : IDisposable
{
    private const string Commit = "abc123";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_snapshot_is_found_by_branch_and_by_commit()
    {
        string snapshot = Write("models--org--name", "refs/pr/1");
        HubCache cache = new(_folder.Path);

        Assert.Equal(snapshot, cache.Find("org/name", "refs/pr/1"));
        Assert.Equal(snapshot, cache.Find("org/name", Commit));
        Assert.Null(cache.Find("org/name"));
        Assert.Null(cache.Find("org/other"));
    }

    [Fact]
    public void Repositories_without_an_organisation_are_found() => Assert.Equal(Write("models--gpt2", "main"), new HubCache(_folder.Path).Find("gpt2"));

    [Fact]
    public void A_reference_that_leads_elsewhere_finds_nothing()
    {
        Write("models--org--name", "main");
        File.WriteAllText(_folder.File("models--org--name/refs/main"), "../..");

        Assert.Null(new HubCache(_folder.Path).Find("org/name"));
    }

    [Theory]
    [InlineData("HF_HUB_CACHE=/c;HF_HOME=/h", "/c")]
    [InlineData("HF_HOME=/h;XDG_CACHE_HOME=/x", "/h/hub")]
    [InlineData("XDG_CACHE_HOME=/x", "/x/huggingface/hub")]
    [InlineData("", "~/.cache/huggingface/hub")]
    public void The_cache_lies_where_the_Python_client_has_it(string variables, string expected)
    {
        Dictionary<string, string> environment = variables.Split(';').Where(v => v != "").ToDictionary(v => v.Split('=')[0], v => v.Split('=')[1]);

        HubSettings settings = HubSettings.FromEnvironment(environment.GetValueOrDefault);

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal(Path.GetFullPath(expected.Replace("~", home, StringComparison.Ordinal)), settings.CacheFolder);
        Assert.Equal(("https://huggingface.co/", null), (settings.Endpoint.AbsoluteUri, settings.Token));
    }

    [Fact]
    public void An_endpoint_that_is_no_address_is_bad_input() => Assert.Contains(
        "HF_ENDPOINT", Assert.Throws<MapDetException>(() => HubSettings.FromEnvironment(name => name == "HF_ENDPOINT" ? "hub" : null)).Message, StringComparison.Ordinal);

    private string Write(string repository, string revision)
    {
        string reference = _folder.File($"{repository}/refs/{revision}");
        Directory.CreateDirectory(Path.GetDirectoryName(reference)!);
        File.WriteAllText(reference, Commit);
        return Directory.CreateDirectory(_folder.File($"{repository}/snapshots/{Commit}")).FullName;
    }
}
