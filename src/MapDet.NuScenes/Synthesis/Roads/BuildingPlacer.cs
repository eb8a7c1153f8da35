using System.Collections.Immutable;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Quadtree;
using NetTopologySuite.Operation.Distance;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>Puts houses and places to park beside the roads, clear of them and of each other.</summary>
internal sealed class BuildingPlacer
{
    private const double Sidewalk = 4.5;
    private const double CarparkShare = 0.06;

    private readonly StableRandom _random;
    private readonly IndexedFacetDistance _kerbs;
    private readonly IndexedPointInAreaLocator _roadArea;
    private readonly Quadtree<Polygon> _taken = new();
    private readonly List<Building> _buildings = [];
    private readonly List<Carpark> _carparks = [];

    private BuildingPlacer(Geometry roadArea, StableRandom random)
    {
        _random = random;
        _kerbs = new IndexedFacetDistance(roadArea);
        _roadArea = new IndexedPointInAreaLocator(roadArea);
    }

    public static (ImmutableArray<Building> Buildings, ImmutableArray<Carpark> Carparks) Place(
        ImmutableArray<Road> roads, Geometry roadArea, StableRandom random)
    {
        BuildingPlacer placer = new(roadArea, random);
        for (int i = 0; i < roads.Length; i++)
        {
            placer.Line(i, roads[i], roads[i].Profile.LeftKerb, 1);
            placer.Line(i, roads[i], roads[i].Profile.RightKerb, -1);
        }

        return ([.. placer._buildings], [.. placer._carparks]);
    }

    private void Line(int index, Road road, double kerb, int side)
    {
        double s = road.Start - 8;
        while (s < road.End + 8)
        {
            double frontage = _random.Between(9, 22);
            double depth = _random.Between(8, 16);
            double setback = _random.Between(5.5, 11);
            if (_random.Chance(0.8))
            {
                double middle = Math.Clamp(s + (frontage / 2), 0, road.Street.Axis.Length);
                Vector2D along = road.Street.Axis.Direction(middle);
                Vector2D away = side * along.Left;
                Vector2D front = road.Street.Axis.Point(middle) + ((Math.Abs(kerb) + setback) * away);
                Vector2D[] corners = Corners(front, along, away, frontage, depth);
                if (IsFree(corners))
                {
                    Build(index, corners, away.Angle);
                }
            }

            s += frontage + _random.Between(0.5, 8);
        }
    }

    private void Build(int road, Vector2D[] corners, double orientation)
    {
        if (_random.Chance(CarparkShare))
        {
            _carparks.Add(new Carpark([.. corners], orientation, road));
            return;
        }

        double height = _random.Chance(0.2) ? _random.Between(14, 40) : _random.Between(4, 13);
        _buildings.Add(new Building([.. corners], height, _random.NextDouble()));
    }

    private static Vector2D[] Corners(Vector2D front, Vector2D along, Vector2D away, double frontage, double depth)
    {
        Vector2D a = front - (frontage / 2 * along);
        Vector2D b = front + (frontage / 2 * along);
        Vector2D c = b + (depth * away);
        Vector2D d = a + (depth * away);
        return Vector2D.Cross(along, away) > 0 ? [a.Snapped(), b.Snapped(), c.Snapped(), d.Snapped()] : [d.Snapped(), c.Snapped(), b.Snapped(), a.Snapped()];
    }

    private bool IsFree(Vector2D[] corners)
    {
        Polygon footprint = Ring(corners);
        bool onRoad = _roadArea.Locate(footprint.InteriorPoint.Coordinate) != Location.Exterior || _kerbs.Distance(footprint) < Sidewalk;
        if (onRoad || _taken.Query(footprint.EnvelopeInternal).Any(other => other.Intersects(footprint)))
        {
            return false;
        }

        _taken.Insert(footprint.EnvelopeInternal, footprint);
        return true;
    }

    private static Polygon Ring(Vector2D[] corners) =>
        GeometryFactory.Default.CreatePolygon([.. corners.Append(corners[0]).Select(p => new Coordinate(p.X, p.Y))]);
}
