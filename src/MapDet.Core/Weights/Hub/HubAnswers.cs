using System.Net;

namespace MapDet.Core.Weights.Hub;

/// <summary>Turns a hub's refusals into messages for the user.</summary>
internal static class HubAnswers
{
    /// <summary>Passes answers that are good, and redirections.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="repository">The repository asked about.</param>
    /// <param name="what">What was asked for.</param>
    /// <param name="settings">Who asked whom.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="MapDetException">It is refused, or there is no such thing.</exception>
    /// <exception cref="HubTransferException">The server may answer later.</exception>
    public static void Check(HttpResponseMessage answer, string repository, string what, HubSettings settings, TimeProvider time)
    {
        int status = (int)answer.StatusCode;
        if (status < 400 || answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return;
        }

        if (status is 408 or 429 or >= 500)
        {
            throw new HubTransferException($"the server answers {status}", RetryAfter(answer, time));
        }

        string code = Header(answer, "X-Error-Code") ?? "";
        string token = settings.Token is null ? "set HF_TOKEN to an access token" : "HF_TOKEN is set, but its token does not give access";
        throw new MapDetException((status, code) switch
        {
            (_, "GatedRepo") or (403, _) =>
                $"{what}: access is refused ({status}). Accept the conditions on {Page(settings, repository)} and {token}.",
            (401, _) => $"{what}: there is no such repository, or it is private ({status}): {token}.",
            (404, "RevisionNotFound") => $"{what}: the repository has no such revision ({status}).",
            (404, "EntryNotFound") => $"{what}: the repository has no such file ({status}).",
            (404, _) => $"{what}: there is no such repository, revision or file on {settings.Endpoint} ({status}).",
            _ => $"{what}: the server answers {status} {answer.ReasonPhrase}.",
        });
    }

    private static string Page(HubSettings settings, string repository) => $"{settings.Endpoint.AbsoluteUri.TrimEnd('/')}/{repository}";

    private static TimeSpan? RetryAfter(HttpResponseMessage answer, TimeProvider time)
    {
        TimeSpan? pause = answer.Headers.RetryAfter is { } asked ? asked.Delta ?? (asked.Date - time.GetUtcNow()) : null;
        return pause > TimeSpan.Zero ? pause : null;
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
