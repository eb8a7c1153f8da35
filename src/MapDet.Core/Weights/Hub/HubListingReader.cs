using System.Collections.Immutable;
using System.Text.Json;

namespace MapDet.Core.Weights.Hub;

/// <summary>Reads a hub's answer about a repository, and believes none of its names.</summary>
internal static class HubListingReader
{
    /// <summary>Reads an answer.</summary>
    /// <exception cref="InvalidInputException">It is of another form, or names what can't be a file of a repository.</exception>
    public static HubListing Read(byte[] answer, Uri address, string repository, string revision)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            string commit = document.RootElement.GetProperty("sha").GetString() ?? "";
            if (!HubNames.IsSafeName(commit))
            {
                throw new InvalidInputException(address.AbsoluteUri, $"'{commit}' is no commit", field: "sha");
            }

            ImmutableArray<string> files =
                [.. document.RootElement.GetProperty("siblings").EnumerateArray().Select(file => file.GetProperty("rfilename").GetString() ?? "")];
            return files.FirstOrDefault(file => !HubNames.IsSafePath(file)) is { } bad
                ? throw new InvalidInputException(
                    address.AbsoluteUri, $"the server names the file '{bad}', which leads out of the repository", "siblings", "rfilename")
                : new HubListing(repository, revision, commit, files);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidInputException(address.AbsoluteUri, $"the answer describes no repository: {e.Message}", innerException: e);
        }
    }
}
