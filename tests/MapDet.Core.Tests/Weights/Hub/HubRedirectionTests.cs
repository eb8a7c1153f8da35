namespace MapDet.Core.Tests.Weights.Hub;

public sealed class HubRedirectionTests
{
    private const string File1 = "model.safetensors";
    private static readonly byte[] s_content = HubFixture.Content(5000);
    private static readonly string s_hash = HubFixture.Sha256(s_content);

    [Fact]
    public async Task Large_files_come_from_another_host_which_never_sees_the_token()
    {
        await using HubServer other = new(r => HubAnswer.File(s_content, r.From, headers: ("ETag", "\"another\"")));
        await using HubFixture hub = new(
            _ => HubAnswer.Redirect($"{other.Address}bucket/file?signature=1", ("X-Linked-ETag", $"\"{s_hash}\""), ("X-Linked-Size", "5000")), File1);

        string snapshot = await hub.DownloadAsync();

        Assert.Equal(s_content, await File.ReadAllBytesAsync(Path.Combine(snapshot, File1)));
        Assert.All(hub.Server.Requests, r => Assert.Equal($"Bearer {HubFixture.Token}", r.Authorization));
        HubRequest elsewhere = Assert.Single(other.Requests);
        Assert.Equal(("GET", "/bucket/file?signature=1"), (elsewhere.Method, elsewhere.Path));
        Assert.Null(elsewhere.Authorization);
    }

    [Fact]
    public async Task A_name_of_the_same_machine_is_another_host()
    {
        await using HubFixture hub = new(
            r => r.Headers["Host"].StartsWith("localhost", StringComparison.Ordinal)
                ? HubAnswer.File(s_content, headers: ("ETag", $"\"{s_hash}\""))
                : HubAnswer.Redirect($"http://localhost:{r.Headers["Host"].Split(':')[1]}{r.Path}"),
            File1);

        await hub.DownloadAsync();

        Assert.All(
            hub.Server.Requests.Where(r => r.Headers["Host"].StartsWith("localhost", StringComparison.Ordinal)), r => Assert.Null(r.Authorization));
        Assert.Equal(2, hub.Server.Requests.Count(r => r.Authorization is null));
    }

    [Fact]
    public async Task A_repository_that_was_renamed_is_followed_on_the_same_host_with_the_token()
    {
        await using HubFixture hub = new(
            r => r.Path.StartsWith("/new", StringComparison.Ordinal)
                ? HubAnswer.File(s_content, headers: ("ETag", $"\"{s_hash}\""))
                : HubAnswer.Redirect("/new" + r.Path),
            File1);

        await hub.DownloadAsync();

        Assert.All(hub.Server.Requests, r => Assert.Equal($"Bearer {HubFixture.Token}", r.Authorization));
    }

    [Fact]
    public async Task Without_a_token_none_is_sent()
    {
        await using HubFixture hub = new(_ => HubAnswer.File(s_content, headers: ("ETag", $"\"{s_hash}\"")), File1);

        await hub.DownloadAsync(token: null);

        Assert.All(hub.Server.Requests, r => Assert.Null(r.Authorization));
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("/again")]
    public async Task Redirections_without_end_or_to_files_of_this_machine_are_not_followed(string location)
    {
        await using HubFixture hub = new(_ => HubAnswer.Redirect(location), File1);

        Assert.Contains("redirected", (await Assert.ThrowsAsync<IOException>(() => hub.DownloadAsync())).Message, StringComparison.Ordinal);
    }
}
