using System.Net;
using System.Net.Http.Headers;

namespace MapDet.Core.Weights.Hub;

/// <summary>Sends requests to a hub, follows redirections, and keeps the token from every other host.</summary>
/// <param name="http">Sends; it must not follow redirections itself.</param>
/// <param name="settings">The hub and the token.</param>
internal sealed class HubRequests(HttpClient http, HubSettings settings)
{
    private const int MostRedirections = 10;
    private const string LinkedETag = "X-Linked-ETag";
    private const string LinkedSize = "X-Linked-Size";

    /// <summary>The address of something on the hub.</summary>
    /// <param name="path">Parts that are escaped one by one.</param>
    public Uri Address(params IEnumerable<string> path) =>
        new($"{settings.Endpoint.AbsoluteUri.TrimEnd('/')}/{string.Join('/', path.Select(Uri.EscapeDataString))}");

    /// <summary>Gets something, or the rest of it.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="from">The first byte wanted.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Headers have been read, the content has not.</returns>
    public Task<HttpResponseMessage> GetAsync(Uri address, long from, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, address, from, IsRedirection, cancellationToken);

    /// <summary>Asks about a file. Large files lie elsewhere: then the hub's own answer counts, not that of the other host.</summary>
    public Task<HttpResponseMessage> HeadAsync(Uri address, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Head, address, from: 0, answer => IsRedirection(answer) && Header(answer, LinkedETag) is null, cancellationToken);

    /// <summary>What an answer to <see cref="HeadAsync"/> says.</summary>
    /// <exception cref="MapDetException">It has no usable etag.</exception>
    public static HubFileMetadata Metadata(HttpResponseMessage answer, string what)
    {
        string? etag = (Header(answer, LinkedETag) ?? Header(answer, "ETag"))?.Trim();
        etag = etag?.StartsWith("W/", StringComparison.Ordinal) == true ? etag[2..] : etag;
        etag = etag?.Trim('"');
        if (etag is null || !HubNames.IsSafeName(etag))
        {
            throw new MapDetException($"{what}: the server gives no ETag that can name a file, so it is no hub.");
        }

        bool isSaid = long.TryParse(Header(answer, LinkedSize), out long size) && size >= 0;
        return new HubFileMetadata(etag, isSaid ? size : IsRedirection(answer) ? null : answer.Content.Headers.ContentLength);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri address, long from, Func<HttpResponseMessage, bool> isFollowed, CancellationToken cancellationToken)
    {
        Uri target = address;
        bool hasToken = settings.Token is not null;
        for (int i = 0; i <= MostRedirections; i++)
        {
            hasToken &= IsSameHost(target, settings.Endpoint);
            using HttpRequestMessage request = Create(method, target, from, hasToken);
            HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!isFollowed(answer))
            {
                return answer;
            }

            Uri? next = answer.Headers.Location is { } location ? new Uri(target, location) : null;
            answer.Dispose();
            target = next is { Scheme: "http" or "https" } ? next : throw new HubTransferException($"{address} is redirected to nowhere");
        }

        throw new HubTransferException($"{address} is redirected more than {MostRedirections} times");
    }

    private HttpRequestMessage Create(HttpMethod method, Uri target, long from, bool hasToken)
    {
        HttpRequestMessage request = new(method, target);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("mapdet", typeof(HubRequests).Assembly.GetName().Version?.ToString(3)));
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
        }

        if (hasToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
        }

        return request;
    }

    private static bool IsSameHost(Uri a, Uri b) =>
        a.Scheme == b.Scheme && a.Port == b.Port && string.Equals(a.IdnHost, b.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static bool IsRedirection(HttpResponseMessage answer) => answer.StatusCode
        is HttpStatusCode.MovedPermanently
        or HttpStatusCode.Found
        or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect
        or HttpStatusCode.PermanentRedirect;

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
