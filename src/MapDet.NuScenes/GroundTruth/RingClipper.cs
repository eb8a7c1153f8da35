using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Cuts the ring of an area, taken as a line, to a box.</summary>
internal static class RingClipper
{
    /// <summary>
    /// Every longest stretch of the ring inside the box (its border included) as one line in the ring's direction; the ring itself, closed,
    /// if it lies wholly inside. Contacts in a point are dropped.
    /// </summary>
    /// <param name="ring">A ring that does not meet itself; its first vertex is repeated at the end.</param>
    /// <param name="box">The box.</param>
    public static IEnumerable<Coordinate[]> Clip(Coordinate[] ring, Envelope box)
    {
        Coordinate[] nodes = BorderPoints.Insert(ring, box);
        int count = nodes.Length - 1;

        // With vertices at all crossings, and because a box is convex, a segment is inside exactly if both its ends are.
        bool[] isInside = [.. Enumerable.Range(0, count).Select(i => box.Contains(nodes[i]) && box.Contains(nodes[i + 1]))];
        int outside = Array.IndexOf(isInside, false);
        if (outside < 0)
        {
            yield return nodes;
            yield break;
        }

        List<Coordinate> stretch = [];
        for (int step = 1; step <= count; step++)
        {
            int segment = (outside + step) % count;
            if (isInside[segment])
            {
                if (stretch.Count == 0)
                {
                    stretch.Add(nodes[segment]);
                }

                stretch.Add(nodes[segment + 1]);
            }
            else if (stretch.Count > 0)
            {
                yield return [.. stretch];
                stretch.Clear();
            }
        }
    }
}
