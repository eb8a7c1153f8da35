using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>Finds the nearest of many samples; a tree a location.</summary>
internal sealed class NearestSamples
{
    private readonly Dictionary<string, STRtree<PlacedSample>> _trees = new(StringComparer.Ordinal);
    private readonly GroundDistance _distance = new();

    public NearestSamples(IEnumerable<PlacedSample> samples)
    {
        foreach (IGrouping<string, PlacedSample> location in samples.GroupBy(sample => sample.Location))
        {
            STRtree<PlacedSample> tree = new();
            foreach (PlacedSample sample in location)
            {
                tree.Insert(Bounds(sample.Position), sample);
            }

            tree.Build();
            _trees.Add(location.Key, tree);
        }
    }

    /// <summary>The nearest sample of the same location, or null if that has none.</summary>
    public PlacedSample? Find(PlacedSample sample) => _trees.TryGetValue(sample.Location, out STRtree<PlacedSample>? tree)
        ? tree.NearestNeighbour(Bounds(sample.Position), sample, _distance)
        : null;

    private static Envelope Bounds(Point2 position) => new(new Coordinate(position.X, position.Y));

    private sealed class GroundDistance : IItemDistance<Envelope, PlacedSample>
    {
        public double Distance(IBoundable<Envelope, PlacedSample> item1, IBoundable<Envelope, PlacedSample> item2) =>
            item1.Item.Position.DistanceTo(item2.Item.Position);
    }
}
