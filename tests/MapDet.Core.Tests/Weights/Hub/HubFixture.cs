using System.Security.Cryptography;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights.Hub;

namespace MapDet.Core.Tests.Weights.Hub;

/// <summary>A hub with one repository, and a client with a cache of its own.</summary>
internal sealed class HubFixture : IAsyncDisposable
{
    public const string Repository = "org/name";
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";
    public const string Token = "hf_secret";
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = HubClient.CreateHttpClient();

    /// <summary>Starts a hub.</summary>
    /// <param name="answer">What it answers about files; null for a file that is not there.</param>
    /// <param name="files">What it lists.</param>
    public HubFixture(Func<HubRequest, HubAnswer?> answer, params string[] files)
    {
        Server = new HubServer(request => request.Path == $"/api/models/{Repository}/revision/main"
            ? HubAnswer.Json($$"""{ "sha": "{{Commit}}", "siblings": [{{string.Join(", ", files.Select(f => $$"""{ "rfilename": "{{f}}" }"""))}}] }""")
            : answer(request) ?? HubAnswer.Error(404, ("X-Error-Code", "EntryNotFound")));
    }

    public HubServer Server { get; }

    public HurryingTime Time { get; } = new();

    public string CacheFolder => _folder.Path;

    public HubCache Cache => new(CacheFolder);

    public string RepositoryFolder => Path.Combine(CacheFolder, "models--org--name");

    /// <summary>The path of a file on the hub.</summary>
    public static string Resolve(string file) => $"/{Repository}/resolve/{Commit}/{file}";

    public static byte[] Content(int length, byte seed = 1)
    {
        byte[] content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public HubClient Client(string? token = Token, HubCache? cache = null) => new(_http, new HubSettings(Server.Address, token, CacheFolder), cache ?? Cache, Time);

    /// <summary>Lists and loads.</summary>
    public async Task<string> DownloadAsync(HubCache? cache = null, string? token = Token, IProgress<HubProgress>? progress = null, CancellationToken cancellationToken = default, params string[] include)
    {
        HubClient client = Client(token, cache);
        return await client.DownloadAsync(await client.ListAsync(Repository, cancellationToken: cancellationToken), include, progress, cancellationToken);
    }

    /// <summary>What was loaded of a file.</summary>
    public IEnumerable<HubRequest> Gets(string file) => Server.Requests.Where(r => r.Method == "GET" && r.Path == Resolve(file));

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }
}
