using System.Collections.Concurrent;
using System.Text;
using MapDet.Core.Weights.Hub;

namespace MapDet.Core.Tests.Weights.Hub;

public sealed class HubDownloadTests
{
    private const string File1 = "model.safetensors";
    private static readonly byte[] s_content = HubFixture.Content(300_000);
    private static readonly (string, string) s_etag = ("ETag", $"\"{HubFixture.Sha256(s_content)}\"");

    [Fact]
    public async Task Files_lie_in_the_layout_of_the_Python_client()
    {
        await using HubFixture hub = new(_ => HubAnswer.File(s_content, headers: s_etag), File1, "sub/more.bin");

        string snapshot = await hub.DownloadAsync();

        Assert.Equal(Path.Combine(hub.RepositoryFolder, "snapshots", HubFixture.Commit), snapshot);
        Assert.Equal(s_content, await File.ReadAllBytesAsync(Path.Combine(snapshot, File1)));
        Assert.Equal(s_content, await File.ReadAllBytesAsync(Path.Combine(snapshot, "sub", "more.bin")));
        Assert.Equal($"../../blobs/{HubFixture.Sha256(s_content)}", new FileInfo(Path.Combine(snapshot, File1)).LinkTarget);
        Assert.Equal($"../../../blobs/{HubFixture.Sha256(s_content)}", new FileInfo(Path.Combine(snapshot, "sub", "more.bin")).LinkTarget);
        Assert.Equal(HubFixture.Commit, await File.ReadAllTextAsync(Path.Combine(hub.RepositoryFolder, "refs", "main")));
        Assert.Equal(snapshot, hub.Cache.Find(HubFixture.Repository));
        Assert.Single(hub.Gets(File1));
        Assert.Empty(hub.Gets("sub/more.bin"));
    }

    [Fact]
    public async Task What_is_there_is_not_loaded_again()
    {
        await using HubFixture hub = new(_ => HubAnswer.File(s_content, headers: s_etag), File1);
        await hub.DownloadAsync();
        int requests = hub.Server.Requests.Count;

        await hub.DownloadAsync();

        Assert.Equal(requests + 1, hub.Server.Requests.Count);
    }

    [Fact]
    public async Task Where_links_fail_files_are_copied()
    {
        await using HubFixture hub = new(_ => HubAnswer.File(s_content, headers: s_etag), File1);

        string snapshot = await hub.DownloadAsync(new HubCache(hub.CacheFolder, (_, _) => throw new UnauthorizedAccessException("no right to make links")));

        FileInfo file = new(Path.Combine(snapshot, File1));
        Assert.Null(file.LinkTarget);
        Assert.Equal(s_content, await File.ReadAllBytesAsync(file.FullName));
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_taken_up_where_it_was()
    {
        int gets = 0;
        await using HubFixture hub = new(
            r => r.Method == "HEAD" ? HubAnswer.File(s_content, headers: s_etag)
                : HubAnswer.File(s_content, r.From, cutAfter: Interlocked.Increment(ref gets) <= 8 ? 30_000 : null, headers: s_etag),
            File1);

        string snapshot = await hub.DownloadAsync();

        Assert.Equal(s_content, await File.ReadAllBytesAsync(Path.Combine(snapshot, File1)));
        Assert.Equal(Enumerable.Range(0, 9).Select(i => i * 30_000), hub.Gets(File1).Select(r => r.From));
        Assert.All(hub.Time.Pauses, pause => Assert.Equal(TimeSpan.FromSeconds(1), pause));
    }

    [Fact]
    public async Task A_later_call_goes_on_with_what_an_interrupted_one_left()
    {
        using CancellationTokenSource source = new();
        await using HubFixture hub = new(r => HubAnswer.File(s_content, r.From, headers: s_etag), File1);
        SeenProgress first = new(_ => source.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hub.DownloadAsync(progress: first, cancellationToken: source.Token));
        string part = Path.Combine(hub.RepositoryFolder, "blobs", HubFixture.Sha256(s_content) + ".incomplete");
        int kept = (int)new FileInfo(part).Length;
        Assert.InRange(kept, 1, s_content.Length - 1);
        Assert.Null(hub.Cache.Find(HubFixture.Repository));
        string snapshot = await hub.DownloadAsync();

        Assert.Equal(s_content, await File.ReadAllBytesAsync(Path.Combine(snapshot, File1)));
        Assert.Equal([0, kept], hub.Gets(File1).Select(r => r.From));
        Assert.False(File.Exists(part));
    }

    [Fact]
    public async Task A_server_that_ignores_Range_starts_the_file_afresh()
    {
        int gets = 0;
        await using HubFixture hub = new(
            r => HubAnswer.File(s_content, cutAfter: r.Method == "GET" && Interlocked.Increment(ref gets) == 1 ? 1000 : null, headers: s_etag), File1);

        string snapshot = await hub.DownloadAsync();

        Assert.Equal(s_content, await File.ReadAllBytesAsync(Path.Combine(snapshot, File1)));
        Assert.Equal([0, 1000], hub.Gets(File1).Select(r => r.From));
    }

    [Fact]
    public async Task A_file_that_changes_between_two_attempts_is_started_afresh()
    {
        byte[] changed = HubFixture.Content(200_000, seed: 2);
        int gets = 0;
        await using HubFixture hub = new(
            r => Volatile.Read(ref gets) == 0
                ? HubAnswer.File(s_content, cutAfter: r.Method == "GET" && Interlocked.Increment(ref gets) == 1 ? 1000 : null, headers: s_etag)
                : HubAnswer.File(changed, r.From, headers: ("ETag", $"\"{HubFixture.Sha256(changed)}\"")),
            File1);

        string snapshot = await hub.DownloadAsync();

        Assert.Equal(changed, await File.ReadAllBytesAsync(Path.Combine(snapshot, File1)));
        Assert.Equal([0, 0], hub.Gets(File1).Select(r => r.From));
    }

    [Fact]
    public async Task A_part_that_does_not_belong_to_the_file_is_thrown_away()
    {
        await using HubFixture hub = new(r => HubAnswer.File(s_content, r.From, headers: s_etag), File1);
        Directory.CreateDirectory(Path.Combine(hub.RepositoryFolder, "blobs"));
        await File.WriteAllBytesAsync(Path.Combine(hub.RepositoryFolder, "blobs", HubFixture.Sha256(s_content) + ".incomplete"), new byte[500]);

        string snapshot = await hub.DownloadAsync();

        Assert.Equal(s_content, await File.ReadAllBytesAsync(Path.Combine(snapshot, File1)));
        Assert.Equal([500, 0], hub.Gets(File1).Select(r => r.From));
    }

    [Theory]
    [InlineData("sha256")]
    [InlineData("git")]
    public async Task A_file_with_another_hash_is_refused(string kind)
    {
        string hash = kind == "sha256" ? new string('a', 64) : new string('a', 40);
        await using HubFixture hub = new(_ => HubAnswer.File(s_content, headers: ("ETag", $"\"{hash}\"")), File1);

        InvalidInputException e = await Assert.ThrowsAsync<InvalidInputException>(() => hub.DownloadAsync());

        Assert.Contains(hash, e.Message, StringComparison.Ordinal);
        Assert.Single(hub.Gets(File1));
        Assert.False(File.Exists(Path.Combine(hub.RepositoryFolder, "blobs", hash)));
        Assert.Null(hub.Cache.Find(HubFixture.Repository));
    }

    [Fact]
    public async Task Small_files_are_checked_by_the_hash_of_git()
    {
        byte[] text = Encoding.UTF8.GetBytes("{}\n");
        // git hash-object
        const string Hash = "0967ef424bce6791893e9a57bb952f80fd536e93";
        await using HubFixture hub = new(_ => HubAnswer.File(text, headers: ("ETag", $"W/\"{Hash}\"")), "config.json");

        Assert.True(File.Exists(Path.Combine(await hub.DownloadAsync(), "config.json")));
        Assert.True(File.Exists(Path.Combine(hub.RepositoryFolder, "blobs", Hash)));
    }

    [Fact]
    public async Task An_empty_file_is_there_without_being_asked_for()
    {
        await using HubFixture hub = new(_ => HubAnswer.File([], headers: ("ETag", "\"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\"")), "empty");

        Assert.Empty(await File.ReadAllBytesAsync(Path.Combine(await hub.DownloadAsync(), "empty")));
        Assert.Empty(hub.Gets("empty"));
    }

    [Fact]
    public async Task A_file_longer_than_announced_is_refused()
    {
        await using HubFixture hub = new(
            r => HubAnswer.File(r.Method == "HEAD" ? s_content[..1000] : s_content, headers: s_etag), File1);

        Assert.Contains("more than the 1000 bytes", (await Assert.ThrowsAsync<InvalidInputException>(() => hub.DownloadAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_shorter_than_announced_is_given_up_after_a_few_attempts()
    {
        await using HubFixture hub = new(
            r => r.Method == "HEAD" ? HubAnswer.File(s_content, headers: s_etag)
                : r.From == 0 ? HubAnswer.File(s_content[..1000], headers: s_etag) : HubAnswer.Error(416),
            File1);

        IOException e = await Assert.ThrowsAsync<IOException>(() => hub.DownloadAsync());

        Assert.Contains("given up", e.Message, StringComparison.Ordinal);
        Assert.InRange(hub.Gets(File1).Count(), 3, 12);
    }

    [Fact]
    public async Task Pauses_between_attempts_grow_and_follow_the_server()
    {
        int heads = 0;
        await using HubFixture hub = new(
            r => (r.Method, heads) switch
            {
                ("HEAD", < 3) => HubAnswer.Error(heads++ == 2 ? 429 : 503, heads == 3 ? [("Retry-After", "17")] : []),
                _ => HubAnswer.File(s_content, headers: s_etag),
            },
            File1);

        await hub.DownloadAsync();

        Assert.Equal([1, 2, 17], hub.Time.Pauses.Select(p => (int)p.TotalSeconds));
    }

    [Fact]
    public async Task Only_files_that_fit_are_loaded_one_after_the_other()
    {
        await using HubFixture hub = new(_ => HubAnswer.File(s_content, headers: s_etag), "README.md", File1, "sub/b.safetensors", "c.bin");
        SeenProgress seen = new();

        string snapshot = await hub.DownloadAsync(progress: seen, include: ["*.safetensors", "c.???"]);

        Assert.Equal(
            ["c.bin", File1, "sub/b.safetensors"],
            Directory.EnumerateFiles(snapshot, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(snapshot, f)).Order(StringComparer.Ordinal));
        Assert.Equal(new HubProgress(File1, 1, 3, s_content.Length, s_content.Length), seen.Reports.Last());
    }

    [Fact]
    public async Task When_no_file_fits_those_there_are_are_named()
    {
        await using HubFixture hub = new(_ => null, "a.bin", "b.bin");

        Assert.Contains("a.bin, b.bin", (await Assert.ThrowsAsync<MapDetException>(() => hub.DownloadAsync(include: "*.pth"))).Message, StringComparison.Ordinal);
    }

    private sealed class SeenProgress(Action<HubProgress>? seen = null) : IProgress<HubProgress>
    {
        public ConcurrentQueue<HubProgress> Reports { get; } = new();

        public void Report(HubProgress value)
        {
            Reports.Enqueue(value);
            seen?.Invoke(value);
        }
    }
}
