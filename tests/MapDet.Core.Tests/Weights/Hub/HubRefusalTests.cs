using MapDet.Core.Weights.Hub;

namespace MapDet.Core.Tests.Weights.Hub;

public sealed class HubRefusalTests
{
    [Theory]
    [InlineData(401, "", "HF_TOKEN")]
    [InlineData(401, "GatedRepo", "Accept the conditions")]
    [InlineData(403, "GatedRepo", "Accept the conditions")]
    [InlineData(403, "", "access is refused (403)")]
    [InlineData(404, "EntryNotFound", "no such file")]
    [InlineData(404, "RevisionNotFound", "no such revision")]
    [InlineData(404, "RepoNotFound", "no such repository")]
    [InlineData(400, "", "answers 400")]
    public async Task A_refusal_is_told_with_what_to_do_and_not_tried_again(int status, string code, string message)
    {
        await using HubFixture hub = new(_ => HubAnswer.Error(status, code == "" ? [] : [("X-Error-Code", code)]), "a.bin");

        MapDetException e = await Assert.ThrowsAsync<MapDetException>(() => hub.DownloadAsync());

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains("org/name/a.bin", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(HubFixture.Token, e.Message, StringComparison.Ordinal);
        Assert.Equal(2, hub.Server.Requests.Count);
        Assert.Empty(hub.Time.Pauses);
    }

    [Fact]
    public async Task A_server_that_stays_down_is_given_up()
    {
        await using HubServer server = new(_ => HubAnswer.Error(503));
        HurryingTime time = new();
        using HttpClient http = HubClient.CreateHttpClient();
        HubClient client = new(http, new HubSettings(server.Address, null, "unused"), new HubCache("unused"), time);

        IOException e = await Assert.ThrowsAsync<IOException>(() => client.ListAsync("org/name"));

        Assert.Contains("503", e.Message, StringComparison.Ordinal);
        Assert.Equal(5, server.Requests.Count);
        Assert.Equal([1, 2, 4, 8], time.Pauses.Select(p => (int)p.TotalSeconds));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a\\\\..\\\\b")]
    [InlineData("C:evil")]
    [InlineData("")]
    public async Task A_file_name_that_leads_out_of_the_repository_is_refused(string name)
    {
        await using HubFixture hub = new(_ => HubAnswer.File([1], headers: ("ETag", "\"x\"")), "good.bin", name);

        await Assert.ThrowsAsync<InvalidInputException>(() => hub.DownloadAsync());

        Assert.Single(hub.Server.Requests);
        Assert.Empty(Directory.EnumerateFileSystemEntries(hub.CacheFolder));
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("")]
    public async Task An_etag_that_is_no_name_is_refused(string etag)
    {
        await using HubFixture hub = new(_ => HubAnswer.File([1], headers: ("ETag", $"\"{etag}\"")), "a.bin");

        Assert.Contains("ETag", (await Assert.ThrowsAsync<MapDetException>(() => hub.DownloadAsync())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{ \"sha\": \"../x\", \"siblings\": [] }")]
    [InlineData("{ \"sha\": 3 }")]
    [InlineData("<html>")]
    public async Task An_answer_that_describes_no_repository_is_refused(string json)
    {
        await using HubServer server = new(_ => HubAnswer.Json(json));
        using HttpClient http = HubClient.CreateHttpClient();
        HubClient client = new(http, new HubSettings(server.Address, null, "unused"), new HubCache("unused"), new HurryingTime());

        await Assert.ThrowsAsync<InvalidInputException>(() => client.ListAsync("org/name"));
    }

    [Theory]
    [InlineData("a/b/c", "main")]
    [InlineData("../x", "main")]
    [InlineData("a--b/c", "main")]
    [InlineData("a b", "main")]
    [InlineData("org/name", "../main")]
    [InlineData("org/name", "")]
    public async Task Names_that_can_be_no_repository_or_revision_are_never_asked_for(string repository, string revision)
    {
        await using HubFixture hub = new(_ => null);

        await Assert.ThrowsAsync<MapDetException>(() => hub.Client().ListAsync(repository, revision));

        Assert.Empty(hub.Server.Requests);
    }
}
