using MapDet.Core.Tests.Weights.Hub;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;

namespace MapDet.Stage2.Tests.Commands;

public sealed class DownloadCommandTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private const string Listing = $$"""{ "sha": "{{Commit}}", "siblings": [ { "rfilename": "config.json" }, { "rfilename": "big.bin" } ] }""";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_that_fit_come_into_the_cache_and_the_folder_is_told()
    {
        await using HubServer server = new(Answer);

        ProgramResult result = await RunAsync(server, "org/name", "--include", "*.json");

        result.Expect(ExitCode.Success);
        string snapshot = result.Output.Trim();
        Assert.Equal(Path.Combine(_folder.Path, "hub", "models--org--name", "snapshots", Commit), snapshot);
        Assert.Equal(["config.json"], Directory.EnumerateFiles(snapshot).Select(Path.GetFileName));
        Assert.All(server.Requests, r => Assert.Equal("Bearer secret", r.Authorization));
    }

    [Fact]
    public async Task A_repository_that_is_refused_is_bad_input()
    {
        await using HubServer server = new(_ => HubAnswer.Error(401, ("X-Error-Code", "GatedRepo")));

        ProgramResult result = await RunAsync(server, "org/name", "--revision", "v2");

        result.Expect(ExitCode.BadInput);
        Assert.Contains($"Accept the conditions on {server.Address}org/name", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("/revision/v2", Assert.Single(server.Requests).Path, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_is_cancelled_ends_with_130_and_keeps_what_it_has()
    {
        using CancellationTokenSource source = new();
        await using HubServer server = new(request =>
        {
            if (request is { Method: "GET", From: > 0 })
            {
                // The first attempt was cut: what it brought is on disk.
                source.Cancel();
            }

            return request.Path.EndsWith("big.bin", StringComparison.Ordinal)
                ? HubAnswer.File(new byte[50_000], request.From, cutAfter: 1000, headers: ("ETag", "\"some-tag\""))
                : Answer(request);
        });

        ProgramResult result = await RunAsync(server, ["org/name"], source.Token);

        result.Expect(ExitCode.Cancelled);
        Assert.InRange(new FileInfo(Path.Combine(_folder.Path, "hub", "models--org--name", "blobs", "some-tag.incomplete")).Length, 1000, 2000);
    }

    [Fact]
    public async Task Without_a_repository_the_usage_is_wrong() => (await MapDetProgram.RunAsync("download")).Expect(ExitCode.BadInput);

    private static HubAnswer Answer(HubRequest request) => request.Path.StartsWith("/api/", StringComparison.Ordinal)
        ? HubAnswer.Json(Listing)
        : HubAnswer.File("{}\n"u8.ToArray(), headers: ("ETag", "\"0967ef424bce6791893e9a57bb952f80fd536e93\""));

    private Task<ProgramResult> RunAsync(HubServer server, params string[] args) => RunAsync(server, args, CancellationToken.None);

    private Task<ProgramResult> RunAsync(HubServer server, string[] args, CancellationToken cancellationToken) => MapDetProgram.RunAsync(
        ["download", .. args],
        new Dictionary<string, string> { ["HF_ENDPOINT"] = server.Address.AbsoluteUri, ["HF_HOME"] = _folder.Path, ["HF_TOKEN"] = "secret" },
        cancellationToken);
}
