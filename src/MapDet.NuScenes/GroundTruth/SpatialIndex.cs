using NetTopologySuite.Geometries;
using NetTopologySuite.Index.HPRtree;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Finds records by their bounding boxes. Safe for use from several threads.</summary>
internal sealed class SpatialIndex
{
    private readonly HPRtree<int> _tree = new();

    /// <param name="extents">World coordinates; a null envelope is never found.</param>
    public SpatialIndex(IEnumerable<Envelope> extents)
    {
        int position = 0;
        foreach (Envelope extent in extents)
        {
            if (!extent.IsNull)
            {
                _tree.Insert(extent, position);
            }

            position++;
        }

        // The tree builds itself on its first query, which is no matter for several threads at once.
        _tree.Build();
    }

    /// <summary>The positions of the records whose box meets another one, rising.</summary>
    public List<int> Near(Envelope area)
    {
        List<int> found = [.. _tree.Query(area)];
        found.Sort();
        return found;
    }
}
