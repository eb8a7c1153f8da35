using MapDet.Core.Contracts;
using MapDet.Core.Detection;

namespace MapDet.Training.Tests.Fakes;

internal sealed class LinearMapModelFactory : IMapModelFactory
{
    public MapAnchors? Anchors { get; private set; }

    public IMapModel Create(MapDetOptions options, MapAnchors? anchors = null, long seed = 0)
    {
        Anchors = anchors;
        return new LinearMapModel(options, seed);
    }
}
