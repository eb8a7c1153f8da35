using MapDet.Core.Contracts;
using MapDet.Core.Detection;

namespace MapDet.Training.Tests.Fakes;

internal sealed class HungryMapModelFactory(Func<int, int> capacity) : IMapModelFactory
{
    public IMapModel Create(MapDetOptions options, MapAnchors? anchors = null, long seed = 0) =>
        new HungryMapModel(new LinearMapModel(options, seed), capacity);
}
