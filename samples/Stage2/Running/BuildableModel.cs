using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;

namespace MapDet.Stage2.Running;

/// <summary>Finds out whether a model can be built before any other work is done for it.</summary>
internal static class BuildableModel
{
    /// <summary>Builds the model once and throws it away.</summary>
    /// <exception cref="MapDetException">It can't be built; the message says what is missing.</exception>
    public static void Check(MapDetOptions options)
    {
        using IMapModel model = new MapDetModelFactory().Create(options);
    }
}
