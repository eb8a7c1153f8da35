namespace MapDet.Core.Weights.Hub;

/// <summary>Which Hugging Face hub is asked, as whom, and where its files are kept.</summary>
/// <param name="Endpoint">The hub's address.</param>
/// <param name="Token">Sent to that host alone; null for nobody.</param>
/// <param name="CacheFolder">The cache, shared with the Python client.</param>
public sealed record HubSettings(Uri Endpoint, string? Token, string CacheFolder)
{
    private const string EndpointVariable = "HF_ENDPOINT";
    private const string OfficialEndpoint = "https://huggingface.co";

    /// <summary>
    /// What the environment says, by the Python client's names: <c>HF_ENDPOINT</c>, <c>HF_TOKEN</c>, and for the cache <c>HF_HUB_CACHE</c>,
    /// else <c>$HF_HOME/hub</c>, else <c>$XDG_CACHE_HOME/huggingface/hub</c>, else <c>~/.cache/huggingface/hub</c>.
    /// </summary>
    /// <param name="environment">Reads a variable; null where it is not set.</param>
    /// <exception cref="MapDetException"><c>HF_ENDPOINT</c> is no address of the web.</exception>
    public static HubSettings FromEnvironment(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        string? Read(string name) => environment(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
        string endpoint = Read(EndpointVariable) ?? OfficialEndpoint;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new MapDetException($"{EndpointVariable}: '{endpoint}' is no address that begins with http:// or https://.");
        }

        string cache = Read("HF_HUB_CACHE")
            ?? Path.Combine(Read("HF_HOME") ?? Path.Combine(Read("XDG_CACHE_HOME") ?? Path.Combine("~", ".cache"), "huggingface"), "hub");
        return new HubSettings(address, Read("HF_TOKEN"), Path.GetFullPath(WithHome(cache)));
    }

    private static string WithHome(string path) => path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
        ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..]
        : path;
}
