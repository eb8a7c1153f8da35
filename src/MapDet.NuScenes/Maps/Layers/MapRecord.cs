using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>A record of a layer of the map expansion. Immutable; records that it refers to are resolved.</summary>
/// <param name="Token">Its unique name within the layer.</param>
public abstract record MapRecord(string Token)
{
    /// <inheritdoc/>
    public sealed override string ToString() => Token;

    /// <summary>Where it lies, world coordinates in metres; empty if it lies nowhere.</summary>
    internal abstract Geometry Shape();
}
