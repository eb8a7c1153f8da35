using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.Core.Losses;

/// <summary>Reads an element's sampled points as plain numbers.</summary>
internal static class MapElementPoints
{
    /// <summary>[P, 2] x and y in metres.</summary>
    public static float[] PointArray(this MapElement element)
    {
        ImmutableArray<Point2> points = element.Points;
        float[] values = new float[2 * points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            values[2 * i] = (float)points[i].X;
            values[(2 * i) + 1] = (float)points[i].Y;
        }

        return values;
    }
}
