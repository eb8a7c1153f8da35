using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>The cross section of a road.</summary>
/// <param name="Carriageways">One for a one-way road, else two.</param>
/// <param name="MedianWidth">Between the carriageways, metres; 0 if they touch.</param>
internal sealed record RoadProfile(ImmutableArray<Carriageway> Carriageways, double MedianWidth)
{
    /// <summary>Distance of the left kerb to the left of the axis.</summary>
    public double LeftKerb { get; } = Carriageways.SelectMany(c => c.Edges).Max();

    /// <summary>Distance of the right kerb to the left of the axis; negative.</summary>
    public double RightKerb { get; } = Carriageways.SelectMany(c => c.Edges).Min();

    /// <summary>All lane edges from left to right.</summary>
    public ImmutableArray<double> Edges { get; } = [.. Carriageways.SelectMany(c => c.Edges).Distinct().OrderDescending()];

    public bool IsOneWay => Carriageways.Length == 1;

    /// <summary>Draws a cross section.</summary>
    /// <param name="roadClass">How many lanes it has, about.</param>
    /// <param name="drivesOnLeft">True in Singapore.</param>
    /// <param name="random">Decides the rest.</param>
    public static RoadProfile Draw(RoadClass roadClass, bool drivesOnLeft, StableRandom random)
    {
        double width = random.Between(3.2, 3.75);
        double side = drivesOnLeft ? 1 : -1;
        if (roadClass == RoadClass.OneWay)
        {
            bool along = random.Chance(0.5);
            ImmutableArray<double> edges = Widths(1 + random.Below(3), width + 0.2, random);
            double shift = edges[^1] / 2;
            double sign = along ? side : -side;
            return new RoadProfile([new Carriageway(along, [.. edges.Select(edge => sign * (edge - shift))])], 0);
        }

        int lanes = (int)roadClass + 1;
        int fewer = lanes > 1 && random.Chance(0.2) ? 1 : 0;
        bool alongHasFewer = random.Chance(0.5);
        double median = lanes > 1 && random.Chance(0.2 + (0.15 * lanes)) ? random.Between(1.6, 4) : 0;
        return new RoadProfile(
            [
                Half(true, lanes - (alongHasFewer ? fewer : 0), side),
                Half(false, lanes - (alongHasFewer ? 0 : fewer), -side),
            ],
            median);

        Carriageway Half(bool along, int count, double sign) =>
            new(along, [.. Widths(count, width, random).Select(edge => sign * ((median / 2) + edge))]);
    }

    // The lane at the kerb is often wider: room to stop.
    private static ImmutableArray<double> Widths(int lanes, double width, StableRandom random)
    {
        double extra = random.Chance(0.4) ? random.Between(0.3, 1.6) : 0;
        return [.. Enumerable.Range(0, lanes + 1).Select(i => Math.Round((i * width) + (i == lanes ? extra : 0), 3))];
    }
}
