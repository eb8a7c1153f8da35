using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Buffer;

namespace MapDet.Core.Evaluation;

/// <summary>MapTR's condition for a pair: the lines, widened to 2 m on each side with flat ends and mitred joins, intersect.</summary>
internal static class LineBufferTest
{
    private const double Width = 2;

    // Buffers are built with a tolerance of a hundredth of their width; well inside it there is no doubt.
    private const double CertainWidth = 1.9;
    private const double CertainMargin = 1e-6;

    // The polygon of a line that is next to nothing can be empty.
    private const double CertainLength = 0.1;

    private static readonly BufferParameters s_buffer = new(quadrantSegments: 16, EndCapStyle.Flat, JoinStyle.Mitre, mitreLimit: 5);

    /// <summary>True if the widened lines intersect.</summary>
    public static bool Intersect(ResampledLine a, ResampledLine b) =>
        a.CanMatch && b.CanMatch && (LiesBeside(a, b) || LiesBeside(b, a) || PolygonsIntersect(a, b));

    /// <summary>The test itself, at a hundred times the cost.</summary>
    internal static bool PolygonsIntersect(ResampledLine a, ResampledLine b) => Buffer(a).Intersects(Buffer(b));

    /// <summary>
    /// True if a point of the first line lies beside the inside of a segment of the second, and therefore in both polygons; lines shorter than a tenth of a
    /// metre, and those that run back along themselves, are left to the test itself.
    /// </summary>
    internal static bool LiesBeside(ResampledLine points, ResampledLine segments)
    {
        if (points.Length < CertainLength || segments.Length < CertainLength || points.TurnsBack || segments.TurnsBack)
        {
            return false;
        }

        for (int i = 0; i < ResampledLine.Count; i++)
        {
            double px = points.X[i];
            double py = points.Y[i];
            for (int j = 1; j < ResampledLine.Count; j++)
            {
                double ax = segments.X[j - 1];
                double ay = segments.Y[j - 1];
                double dx = segments.X[j] - ax;
                double dy = segments.Y[j] - ay;
                double length = Math.Sqrt((dx * dx) + (dy * dy));
                double along = (((px - ax) * dx) + ((py - ay) * dy)) / length;
                double across = Math.Abs(((px - ax) * dy) - ((py - ay) * dx)) / length;
                if (across < CertainWidth && along > CertainMargin && along < length - CertainMargin)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static NetTopologySuite.Geometries.Geometry Buffer(ResampledLine line)
    {
        Coordinate[] coordinates = new Coordinate[ResampledLine.Count];
        for (int i = 0; i < coordinates.Length; i++)
        {
            coordinates[i] = new Coordinate(line.X[i], line.Y[i]);
        }

        return BufferOp.Buffer(new LineString(coordinates), Width, s_buffer);
    }
}
