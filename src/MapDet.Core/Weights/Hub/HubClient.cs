using System.Collections.Immutable;
using System.IO.Enumeration;

namespace MapDet.Core.Weights.Hub;

/// <summary>Loads files of a Hugging Face hub into the cache: resumable, and checked by size and hash.</summary>
/// <param name="http">Sends; <see cref="CreateHttpClient"/> makes one that does what is needed: it must not follow redirections itself.</param>
/// <param name="settings">The hub, the token and the cache's folder.</param>
/// <param name="cache">The cache.</param>
/// <param name="time">The clock.</param>
public sealed class HubClient(HttpClient http, HubSettings settings, HubCache cache, TimeProvider time)
{
    private const int LongestListing = 1 << 26;
    private const int FilesInMessage = 20;
    private readonly HubRequests _requests = new(http, settings);
    private readonly HubRetry _retry = new(time);

    /// <summary>A client that leaves redirections and time limits to <see cref="HubClient"/>.</summary>
    public static HttpClient CreateHttpClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(30) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LongestListing,
        };

    /// <summary>Asks which files a repository has.</summary>
    /// <param name="repository">Such as <c>lmsys/vicuna-7b-v1.5</c>.</param>
    /// <param name="revision">A branch, tag or commit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="MapDetException">There is no such repository or revision, access is refused, or the answer can't be used.</exception>
    /// <exception cref="IOException">The hub can't be reached.</exception>
    public Task<HubListing> ListAsync(string repository, string revision = "main", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(revision);
        HubNames.CheckRepository(repository);
        HubNames.CheckRevision(revision);
        Uri address = _requests.Address(["api", "models", .. repository.Split('/'), "revision", revision]);
        string what = $"{repository} at {revision}";
        return _retry.RunAsync(
            what,
            async () =>
            {
                using StallWatch watch = new(time, cancellationToken);
                using HttpResponseMessage answer = await watch.AwaitAsync(token => _requests.GetAsync(address, from: 0, token)).ConfigureAwait(false);
                HubAnswers.Check(answer, repository, what, settings, time);
                byte[] content = await watch.AwaitAsync(answer.Content.ReadAsByteArrayAsync).ConfigureAwait(false);
                return HubListingReader.Read(content, address, repository, revision);
            },
            () => 0,
            cancellationToken);
    }

    /// <summary>Loads files of a repository; those that are there already are not loaded again.</summary>
    /// <param name="listing">From <see cref="ListAsync"/>.</param>
    /// <param name="include">Patterns with * and ?, where * matches '/' too, as in the Python client; none for all files.</param>
    /// <param name="progress">Takes reports; null for none.</param>
    /// <param name="cancellationToken">Stops the work; what is there is kept, and the next call goes on with it.</param>
    /// <returns>The snapshot's folder.</returns>
    /// <exception cref="MapDetException">No file fits, access is refused, or a file is not what the hub said.</exception>
    /// <exception cref="IOException">The hub can't be reached, or the disk can't be written.</exception>
    public async Task<string> DownloadAsync(
        HubListing listing, IReadOnlyCollection<string> include, IProgress<HubProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listing);
        ArgumentNullException.ThrowIfNull(include);
        ImmutableArray<string> files = Select(listing, include);
        foreach ((int index, string file) in files.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            await DownloadAsync(
                listing, file, (done, total) => progress?.Report(new HubProgress(file, index + 1, files.Length, done, total)), cancellationToken)
                .ConfigureAwait(false);
        }

        cache.WriteReference(listing);
        return cache.Snapshot(listing.Repository, listing.Commit);
    }

    private async Task DownloadAsync(HubListing listing, string file, Action<long, long> report, CancellationToken cancellationToken)
    {
        string path = Path.Combine([cache.Snapshot(listing.Repository, listing.Commit), .. file.Split('/')]);
        if (File.Exists(path))
        {
            return;
        }

        Uri address = _requests.Address([.. listing.Repository.Split('/'), "resolve", listing.Commit, .. file.Split('/')]);
        string what = $"{listing.Repository}/{file}";
        void Check(HttpResponseMessage answer) => HubAnswers.Check(answer, listing.Repository, what, settings, time);
        long total = 0;
        HubBlobDownload download = new(_requests, Check, time, done => report(done, total));
        string blob = await _retry.RunAsync(
            what,
            async () =>
            {
                HubFileMetadata metadata = await AskAsync(address, what, Check, cancellationToken).ConfigureAwait(false);
                total = metadata.Size ?? 0;
                string target = cache.Blob(listing.Repository, metadata.ETag);
                if (!IsThere(target, metadata))
                {
                    await download.RunAsync(address, target, metadata, cancellationToken).ConfigureAwait(false);
                }

                return target;
            },
            () => download.Reached,
            cancellationToken).ConfigureAwait(false);
        cache.Place(blob, path);
    }

    private async Task<HubFileMetadata> AskAsync(Uri address, string what, Action<HttpResponseMessage> check, CancellationToken cancellationToken)
    {
        using StallWatch watch = new(time, cancellationToken);
        using HttpResponseMessage answer = await watch.AwaitAsync(token => _requests.HeadAsync(address, token)).ConfigureAwait(false);
        check(answer);
        return HubRequests.Metadata(answer, what);
    }

    private static bool IsThere(string blob, HubFileMetadata metadata) =>
        new FileInfo(blob) is { Exists: true } file && (metadata.Size is not { } size || file.Length == size);

    private static ImmutableArray<string> Select(HubListing listing, IReadOnlyCollection<string> include)
    {
        ImmutableArray<string> files = include.Count == 0
            ? listing.Files
            : [.. listing.Files.Where(file => include.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, file, ignoreCase: false)))];
        string more = listing.Files.Length > FilesInMessage ? ", …" : "";
        return !files.IsEmpty
            ? files
            : throw new MapDetException(
                $"{listing.Repository}: no file fits {string.Join(", ", include)}; there are {string.Join(", ", listing.Files.Take(FilesInMessage))}{more}.");
    }
}
