using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>A thing that runs along one line.</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Line">What it runs along.</param>
public abstract record LinearRecord(string Token, LineRecord Line) : MapRecord(Token)
{
    internal sealed override Geometry Shape() => Line.Shape();
}
