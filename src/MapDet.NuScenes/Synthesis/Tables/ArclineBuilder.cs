using MapDet.NuScenes.Synthesis.Roads;
using NetTopologySuite.Geometries;
using NetTopologySuite.Simplify;

namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>Describes the middle of a lane as a chain of arc-line paths, of which only the straight parts have a length.</summary>
internal static class ArclineBuilder
{
    private const double Tolerance = 0.05;
    private const double Radius = 999.999;

    public static List<ArclineRow> Build(IEnumerable<Vector2D> centre)
    {
        Coordinate[] line = DouglasPeuckerLineSimplifier.Simplify([.. centre.Select(p => new Coordinate(p.X, p.Y))], Tolerance);
        List<ArclineRow> rows = [];
        for (int i = 1; i < line.Length; i++)
        {
            double angle = Math.Atan2(line[i].Y - line[i - 1].Y, line[i].X - line[i - 1].X);
            rows.Add(new ArclineRow(
                [line[i - 1].X, line[i - 1].Y, angle],
                [line[i].X, line[i].Y, angle],
                "LSR",
                Radius,
                [0, line[i - 1].Distance(line[i]), 0]));
        }

        return rows;
    }
}
