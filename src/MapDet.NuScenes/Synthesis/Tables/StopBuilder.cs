using System.Collections.Immutable;
using MapDet.NuScenes.Synthesis.Roads;

namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>Adds what makes vehicles stop: stop lines, and the traffic lights of junctions that have signals.</summary>
/// <param name="town">The town.</param>
/// <param name="map">Where the records go.</param>
/// <param name="geometry">Where nodes, lines and polygons go.</param>
/// <param name="tokens">Names the records.</param>
/// <param name="blocks">The road block of each carriageway.</param>
internal sealed class StopBuilder(
    Town town,
    MapExpansionFile map,
    MapGeometry geometry,
    LayerTokens tokens,
    IReadOnlyDictionary<(int Road, int Section, int Carriageway), string> blocks)
{
    /// <summary>Adds the stop lines of all sections; crossings and blocks must be there already.</summary>
    public void Build()
    {
        Dictionary<(int Road, bool AtStart), bool> signals = [];
        foreach (Junction junction in town.Junctions)
        {
            foreach (JunctionArm arm in junction.Arms)
            {
                signals[(arm.Road, arm.AtStart)] = junction.HasSignals;
            }
        }

        for (int road = 0; road < town.Roads.Length; road++)
        {
            ImmutableArray<RoadSection> sections = town.Roads[road].Sections;
            for (int section = 0; section < sections.Length; section++)
            {
                foreach (StopLine stop in sections[section].StopLines)
                {
                    bool atJunction = stop.AtSectionEnd ? section == sections.Length - 1 : section == 0;
                    AddStop(stop, blocks[(road, section, stop.Carriageway)], atJunction, atJunction && signals[(road, !stop.AtSectionEnd)]);
                }
            }
        }
    }

    private void AddStop(StopLine stop, string block, bool atJunction, bool hasSignal)
    {
        List<string> lights = hasSignal ? [AddTrafficLight(stop, block)] : [];
        string type = hasSignal ? "TRAFFIC_LIGHT" : atJunction ? "STOP_SIGN" : "PED_CROSSING";
        List<string> crossings = atJunction ? [] : [NearestCrossing(stop)];
        map.StopLine.Add(new StopLineRow(tokens.Next("stop_line"), geometry.Polygon(stop.Outline), type, crossings, lights, block));
    }

    private string NearestCrossing(StopLine stop)
    {
        int index = 0;
        int nearest = 0;
        double distance = double.MaxValue;
        foreach (Crossing crossing in town.Roads.SelectMany(road => road.Crossings))
        {
            double d = crossing.Outline.Min(corner => corner.DistanceTo(stop.Outline[2]));
            (nearest, distance) = d < distance ? (index, d) : (nearest, distance);
            index++;
        }

        return map.PedCrossing[nearest].Token;
    }

    private string AddTrafficLight(StopLine stop, string block)
    {
        Vector2D ahead = (stop.Outline[1] - stop.Outline[0]).Normalized();
        Vector2D outwards = (stop.Outline[3] - stop.Outline[0]).Normalized();
        Vector2D post = (stop.Outline[3] + (1.1 * outwards) + ahead).Snapped();
        string token = tokens.Next("traffic_light");
        map.TrafficLight.Add(new TrafficLightRow(
            token,
            geometry.Line([post, (post + (0.4 * outwards)).Snapped()]),
            "VERTICAL",
            block,
            [Lamp("RED", 0.6), Lamp("YELLOW", 0.3), Lamp("GREEN", 0)],
            new PlacementRow(post.X, post.Y, 3, 0, 0, (-ahead).Angle)));
        return token;

        static LampRow Lamp(string colour, double height) => new(colour, "CIRCLE", new PlacementRow(0, 0, height, 0, 0, 0), []);
    }
}
