using System.Collections.Immutable;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>Builds a town from a seed, its location and its size.</summary>
internal static class TownBuilder
{
    private const double LeastRoadLength = 22;
    private const double MetresPerLink = 95;
    private const int SmallestGrid = 7;
    private const double RoomInBends = 4;

    /// <summary>Builds a town.</summary>
    /// <param name="seed">Decides everything together with the location.</param>
    /// <param name="location">One of the four official locations.</param>
    /// <param name="drivenLength">Metres that all drives through it will cover; it gets at least twice as much road.</param>
    public static Town Build(long seed, string location, double drivenLength)
    {
        bool drivesOnLeft = location.StartsWith("singapore", StringComparison.Ordinal);
        int size = Math.Max(SmallestGrid, 1 + (int)Math.Ceiling(Math.Sqrt(drivenLength / MetresPerLink)));
        StreetPlan plan = StreetGrid.Plan(Random("streets"), size);
        ImmutableArray<RoadProfile> profiles =
            [.. plan.Streets.Select((street, i) => Profile(street, drivesOnLeft, Random("profile", i)))];
        SortedDictionary<int, JunctionPlan> junctionPlans = PlanJunctions(plan, profiles, Random("corners"));
        ImmutableArray<Road> roads = BuildRoads();
        ImmutableArray<Junction> junctions = BuildJunctions(junctionPlans.Values, roads, Random("signals"));
        Geometry roadArea = RoadArea(roads, junctions);
        (ImmutableArray<Building> buildings, ImmutableArray<Carpark> carparks) = BuildingPlacer.Place(roads, roadArea, Random("buildings"));
        return new Town(
            location,
            Math.Ceiling(plan.Width),
            Math.Ceiling(plan.Height),
            drivesOnLeft,
            roads,
            junctions,
            LaneNetworkBuilder.Build(roads, junctions, drivesOnLeft),
            roadArea,
            buildings,
            carparks);

        StableRandom Random(string purpose, int index = 0) => StableRandom.For(seed, $"{location}/{purpose}", index);

        ImmutableArray<Road> BuildRoads()
        {
            (double Start, double End)[] extents = Extents(plan, junctionPlans.Values);
            return
            [
                .. plan.Streets.Select((street, i) =>
                    new RoadBuilder(street, profiles[i], extents[i].Start, extents[i].End, !drivesOnLeft, Random("road", i)).Build()),
            ];
        }
    }

    // A wide road in a tight bend would fold over itself on the inside: such a street gets fewer lanes.
    private static RoadProfile Profile(Street street, bool drivesOnLeft, StableRandom random)
    {
        double widest = street.Axis.SmallestRadius() - RoomInBends;
        RoadProfile profile = RoadProfile.Draw(street.Class, drivesOnLeft, random);
        for (RoadClass narrower = street.Class; Math.Max(profile.LeftKerb, -profile.RightKerb) > widest && narrower > RoadClass.Side;)
        {
            narrower = narrower == RoadClass.OneWay ? RoadClass.Side : narrower - 1;
            profile = RoadProfile.Draw(narrower, drivesOnLeft, random);
        }

        return profile;
    }

    private static SortedDictionary<int, JunctionPlan> PlanJunctions(StreetPlan plan, ImmutableArray<RoadProfile> profiles, StableRandom random)
    {
        SortedDictionary<int, List<JunctionPlan.Arm>> arms = [];
        for (int i = 0; i < plan.Streets.Length; i++)
        {
            Street street = plan.Streets[i];
            RoadProfile profile = profiles[i];
            Of(street.StartNode).Add(new JunctionPlan.Arm(i, true, street.Axis.Direction(0), profile.LeftKerb, -profile.RightKerb));
            Of(street.EndNode).Add(new JunctionPlan.Arm(i, false, -street.Axis.Direction(street.Axis.Length), -profile.RightKerb, profile.LeftKerb));
        }

        SortedDictionary<int, JunctionPlan> plans = [];
        foreach ((int node, List<JunctionPlan.Arm> list) in arms)
        {
            plans[node] = JunctionPlan.Draw(list, random);
        }

        return plans;

        List<JunctionPlan.Arm> Of(int node)
        {
            if (!arms.TryGetValue(node, out List<JunctionPlan.Arm>? list))
            {
                arms[node] = list = [];
            }

            return list;
        }
    }

    private static (double Start, double End)[] Extents(StreetPlan plan, IEnumerable<JunctionPlan> junctions)
    {
        double[] starts = new double[plan.Streets.Length];
        double[] setbacksAtEnd = new double[plan.Streets.Length];
        foreach (JunctionPlan junction in junctions)
        {
            for (int i = 0; i < junction.Arms.Length; i++)
            {
                JunctionPlan.Arm arm = junction.Arms[i];
                (arm.AtStart ? starts : setbacksAtEnd)[arm.Street] = junction.Setback(i);
            }
        }

        return [.. plan.Streets.Select((street, i) => Extent(street.Axis.Length, starts[i], setbacksAtEnd[i]))];
    }

    private static (double Start, double End) Extent(double length, double start, double setbackAtEnd)
    {
        double share = Math.Min(1, (length - LeastRoadLength) / (start + setbackAtEnd));
        return (share * start, length - (share * setbackAtEnd));
    }

    private static ImmutableArray<Junction> BuildJunctions(IEnumerable<JunctionPlan> plans, ImmutableArray<Road> roads, StableRandom random)
    {
        return
        [
            .. plans.Select(plan => JunctionBuilder.Build(
                [.. plan.Arms.Select(arm => ArmOf(arm, roads[arm.Street]))],
                plan.Corners,
                plan.Arms.Max(arm => arm.Left + arm.Right) > 10 && random.Chance(0.6))),
        ];

        static JunctionArm ArmOf(JunctionPlan.Arm arm, Road road)
        {
            double s = arm.AtStart ? road.Start : road.End;
            RoadAxis axis = road.Street.Axis;
            IEnumerable<Vector2D> leftToRight = road.Profile.Edges.Select(edge => axis.Beside(s, edge));
            return new JunctionArm(
                arm.Street,
                arm.AtStart,
                arm.AtStart ? axis.Direction(s) : -axis.Direction(s),
                [.. arm.AtStart ? leftToRight.Reverse() : leftToRight]);
        }
    }

    private static Geometry RoadArea(ImmutableArray<Road> roads, ImmutableArray<Junction> junctions)
    {
        IEnumerable<Polygon> sections = roads.SelectMany(road => road.Sections).Select(section => MapPolygon.Create(section.Outline, section.Median));
        IEnumerable<Polygon> areas = junctions.Select(junction => MapPolygon.Create(junction.Outline, [.. junction.Islands]));
        return UnaryUnionOp.Union([.. sections, .. areas]);
    }
}
