using System.Text.RegularExpressions;

namespace MapDet.Core.Weights.Hub;

/// <summary>Checks names before they become parts of paths and addresses.</summary>
internal static partial class HubNames
{
    /// <summary>Refuses what is no name of a repository.</summary>
    /// <exception cref="MapDetException">It is none.</exception>
    public static void CheckRepository(string repository)
    {
        if (!Repository().IsMatch(repository) || !IsSafePath(repository) || repository.Contains("--", StringComparison.Ordinal))
        {
            throw new MapDetException($"'{repository}' is no repository; write ORGANISATION/NAME, such as lmsys/vicuna-7b-v1.5.");
        }
    }

    /// <summary>Refuses a revision that could lead out of the cache.</summary>
    /// <exception cref="MapDetException">It could.</exception>
    public static void CheckRevision(string revision)
    {
        if (!IsSafePath(revision))
        {
            throw new MapDetException($"'{revision}' is no revision; write a branch, a tag or a commit.");
        }
    }

    /// <summary>True for relative paths with '/' that stay below the folder that they are put under.</summary>
    public static bool IsSafePath(string path) => path.Split('/').All(part =>
        part is not ("" or "." or "..") && !part.Any(c => c is '\\' or ':' || char.IsControl(c)));

    /// <summary>True for a name without folders that no file system reads otherwise.</summary>
    public static bool IsSafeName(string name) => Name().IsMatch(name) && name is not ("." or "..");

    /// <summary>True for a number of so many hexadecimal digits.</summary>
    public static bool IsHex(string text, int digits) => text.Length == digits && text.All(char.IsAsciiHexDigit);

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,96}(/[A-Za-z0-9._-]{1,96})?\z")]
    private static partial Regex Repository();

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,128}\z")]
    private static partial Regex Name();
}
