namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>Draws the names of a map's records, the sequence of each layer independent of the others.</summary>
/// <param name="seed">Equal seeds give equal names.</param>
internal sealed class LayerTokens(long seed)
{
    private readonly Dictionary<string, TokenSource> _sources = [];

    /// <summary>A new name within a layer.</summary>
    public string Next(string layer)
    {
        if (!_sources.TryGetValue(layer, out TokenSource? source))
        {
            _sources[layer] = source = new TokenSource(seed, layer);
        }

        return source.Next();
    }
}
