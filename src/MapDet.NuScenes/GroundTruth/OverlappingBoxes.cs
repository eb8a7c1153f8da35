using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Groups areas so that areas of different groups can't touch.</summary>
internal static class OverlappingBoxes
{
    /// <summary>The areas that are linked by overlapping bounding boxes, group by group, in the order of their first members.</summary>
    public static IEnumerable<Polygon[]> Group(Polygon[] areas)
    {
        SpatialIndex index = new(areas.Select(area => area.EnvelopeInternal));
        bool[] isTaken = new bool[areas.Length];
        for (int first = 0; first < areas.Length; first++)
        {
            if (!isTaken[first])
            {
                yield return [.. Linked(first, areas, index, isTaken).Order().Select(member => areas[member])];
            }
        }
    }

    private static List<int> Linked(int first, Polygon[] areas, SpatialIndex index, bool[] isTaken)
    {
        List<int> members = [first];
        isTaken[first] = true;
        for (int next = 0; next < members.Count; next++)
        {
            foreach (int neighbour in index.Near(areas[members[next]].EnvelopeInternal).Where(neighbour => !isTaken[neighbour]))
            {
                isTaken[neighbour] = true;
                members.Add(neighbour);
            }
        }

        return members;
    }
}
