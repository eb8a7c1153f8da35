using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>Lays the lanes, lines, crossings and islands of one road.</summary>
internal sealed class RoadBuilder(Street street, RoadProfile profile, double start, double end, bool hasYellowPaint, StableRandom random)
{
    private const double StationStep = 4;
    private const double CrossingSetback = 0.8;
    private const double StopDistance = 1.6;
    private const double StopLineWidth = 0.4;
    private const double KerbInset = 0.1;

    private readonly PaintStyle _centreStyle = DrawCentreStyle(street.Class, hasYellowPaint, random);
    private readonly PaintStyle _laneStyle = random.Chance(0.7) ? PaintStyle.DashedWhite : PaintStyle.SolidWhite;
    private readonly bool _striped = random.Chance(0.8);

    public Road Build()
    {
        Crossing? first = AtEnd(start, 1);
        Crossing? last = AtEnd(end, -1);
        List<Crossing> between = InMidBlock();
        List<Crossing?> breaks = [first, .. between, last];
        List<RoadSection> sections = [];
        for (int i = 1; i < breaks.Count; i++)
        {
            double from = i == 1 ? start : breaks[i - 1]!.Middle;
            double to = i == breaks.Count - 1 ? end : breaks[i]!.Middle;
            sections.Add(BuildSection(from, to, PaintEdge(breaks[i - 1], from, 1), PaintEdge(breaks[i], to, -1)));
        }

        return new Road(street, profile, start, end, [.. sections], [.. breaks.OfType<Crossing>()]);
    }

    private static PaintStyle DrawCentreStyle(RoadClass roadClass, bool hasYellowPaint, StableRandom random)
    {
        if (hasYellowPaint)
        {
            return PaintStyle.DoubleYellow;
        }

        return roadClass == RoadClass.Side && random.Chance(0.5) ? PaintStyle.DashedWhite : PaintStyle.DoubleWhite;
    }

    private static double PaintEdge(Crossing? crossing, double junction, int sense) =>
        crossing is null ? junction + (sense * StopDistance) : crossing.Middle + (sense * ((crossing.Width / 2) + StopDistance));

    private Crossing? AtEnd(double edge, int inward)
    {
        if (!random.Chance(street.Class == RoadClass.Side ? 0.55 : 0.7))
        {
            return null;
        }

        double width = random.Between(2.8, 4.2);
        return Across(edge + (inward * (CrossingSetback + (width / 2))), width);
    }

    private List<Crossing> InMidBlock()
    {
        double length = end - start;
        int most = length < 70 ? 0 : (int)(length / 70);
        List<Crossing> crossings = [];
        for (int i = 1; i <= most; i++)
        {
            if (length > 110 || random.Chance(0.3))
            {
                double middle = start + (length * i / (most + 1)) + random.Between(-5, 5);
                crossings.Add(Across(middle, random.Between(3, 4.5)));
            }
        }

        return crossings;
    }

    private Crossing Across(double middle, double width)
    {
        double near = middle - (width / 2);
        double far = middle + (width / 2);
        double left = profile.LeftKerb - KerbInset;
        double right = profile.RightKerb + KerbInset;
        RoadAxis axis = street.Axis;
        return new Crossing([axis.Beside(near, left), axis.Beside(far, left), axis.Beside(far, right), axis.Beside(near, right)], middle, width, _striped);
    }

    private RoadSection BuildSection(double from, double to, double paintFrom, double paintTo)
    {
        List<double> stations = [from];
        AddStations(stations, paintFrom);
        int paintStart = stations.Count - 1;
        AddStations(stations, paintTo);
        int paintEnd = stations.Count - 1;
        AddStations(stations, to);
        return new RoadSection(
            [.. stations],
            paintStart,
            paintEnd,
            Outline(stations),
            Median(stations, paintStart, paintEnd),
            Dividers(stations, paintStart, paintEnd),
            StopLines(paintFrom, paintTo));
    }

    private static void AddStations(List<double> stations, double until)
    {
        double from = stations[^1];
        int pieces = Math.Max(1, (int)Math.Ceiling((until - from) / StationStep));
        for (int i = 1; i <= pieces; i++)
        {
            stations.Add(i == pieces ? until : from + ((until - from) * i / pieces));
        }
    }

    // Every lane edge is a node of both ends, so that neighbouring pieces and the lanes share whole edges and leave no slivers.
    private ImmutableArray<Vector2D> Outline(List<double> stations) =>
    [
        .. stations.Select(s => street.Axis.Beside(s, profile.LeftKerb)),
        .. profile.Edges[1..^1].Select(edge => street.Axis.Beside(stations[^1], edge)),
        .. Enumerable.Reverse(stations).Select(s => street.Axis.Beside(s, profile.RightKerb)),
        .. profile.Edges[1..^1].Reverse().Select(edge => street.Axis.Beside(stations[0], edge)),
    ];

    private ImmutableArray<Vector2D> Median(List<double> stations, int from, int to)
    {
        double half = profile.MedianWidth / 2;
        if (half == 0 || stations[to] - stations[from] < 12)
        {
            return [];
        }

        RoadAxis axis = street.Axis;
        IEnumerable<double> inside = stations.Skip(from).Take(to - from + 1);
        double nose = 0.6 * half;
        return
        [
            .. inside.Select(s => axis.Beside(s, half)),
            axis.Beside(stations[to] + nose, 0.6 * half),
            axis.Beside(stations[to] + nose, -0.6 * half),
            .. inside.Reverse().Select(s => axis.Beside(s, -half)),
            axis.Beside(stations[from] - nose, -0.6 * half),
            axis.Beside(stations[from] - nose, 0.6 * half),
        ];
    }

    private ImmutableArray<StopLine> StopLines(double paintFrom, double paintTo)
    {
        return [.. profile.Carriageways.Select((way, i) => way.AlongAxis ? Bar(way, i, paintTo, StopLineWidth) : Bar(way, i, paintFrom, -StopLineWidth))];

        StopLine Bar(Carriageway way, int index, double s, double depth)
        {
            double inner = way.Edges[0] + (0.1 * Math.Sign(way.Edges[^1] - way.Edges[0]));
            double outer = way.Edges[^1] - (0.3 * Math.Sign(way.Edges[^1] - way.Edges[0]));
            RoadAxis axis = street.Axis;
            return new StopLine(
                [axis.Beside(s, inner), axis.Beside(s + depth, inner), axis.Beside(s + depth, outer), axis.Beside(s, outer)],
                index,
                way.AlongAxis);
        }
    }

    private ImmutableArray<Divider> Dividers(List<double> stations, int from, int to)
    {
        List<Divider> dividers = [];
        if (!profile.IsOneWay && profile.MedianWidth == 0)
        {
            dividers.Add(Line(0, _centreStyle, true));
        }

        foreach (Carriageway carriageway in profile.Carriageways)
        {
            dividers.AddRange(carriageway.Edges[1..^1].Select(edge => Line(edge, _laneStyle, false)));
        }

        return [.. dividers];

        Divider Line(double edge, PaintStyle style, bool separatesDirections) => new(
            [.. stations.Skip(from).Take(to - from + 1).Select(s => street.Axis.Beside(s, edge))],
            style,
            separatesDirections,
            edge);
    }
}
