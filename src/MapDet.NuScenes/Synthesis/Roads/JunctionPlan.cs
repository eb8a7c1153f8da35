using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>The arms of a junction before their roads are cut to length.</summary>
/// <param name="Arms">Counter-clockwise.</param>
/// <param name="Corners">From each arm to the next.</param>
internal sealed record JunctionPlan(ImmutableArray<JunctionPlan.Arm> Arms, ImmutableArray<CornerPlan> Corners)
{
    private const double LeastSetback = 4;
    private const double AlmostStraight = 150 * Math.PI / 180;

    /// <summary>A street that leaves the junction.</summary>
    /// <param name="Street">Its position among the streets.</param>
    /// <param name="AtStart">True if the street starts here.</param>
    /// <param name="Outward">The unit direction that leads away.</param>
    /// <param name="Left">From axis to left kerb, looking away, metres.</param>
    /// <param name="Right">From axis to right kerb, metres.</param>
    internal sealed record Arm(int Street, bool AtStart, Vector2D Outward, double Left, double Right);

    /// <summary>Draws the corners of a junction.</summary>
    public static JunctionPlan Draw(IEnumerable<Arm> arms, StableRandom random)
    {
        ImmutableArray<Arm> ordered = [.. arms.OrderBy(arm => arm.Outward.Angle)];
        return new JunctionPlan(ordered, [.. Enumerable.Range(0, ordered.Length).Select(i => Corner(ordered[i], ordered[(i + 1) % ordered.Length]))]);

        CornerPlan Corner(Arm from, Arm to)
        {
            double angle = Between(from, to);
            bool roomy = angle > 1.15 && angle < 1.95 && Math.Min(from.Left + from.Right, to.Left + to.Right) > 10;
            return roomy && random.Chance(0.25)
                ? new CornerPlan(random.Between(21, 24), true)
                : new CornerPlan(random.Between(4.5, 8), false);
        }
    }

    /// <summary>How far from the node each arm's road begins, so that its corners have room, metres.</summary>
    public double Setback(int arm)
    {
        int previous = (arm + Arms.Length - 1) % Arms.Length;
        int next = (arm + 1) % Arms.Length;
        double left = Reach(Between(Arms[arm], Arms[next]), Arms[arm].Left, Arms[next].Right, Corners[arm].TangentLength);
        double right = Reach(Between(Arms[previous], Arms[arm]), Arms[arm].Right, Arms[previous].Left, Corners[previous].TangentLength);
        return Math.Max(LeastSetback, Math.Max(left, right));
    }

    private static double Reach(double angle, double own, double other, double tangentLength) =>
        angle > AlmostStraight ? 0 : ((other + (own * Math.Cos(angle))) / Math.Sin(angle)) + tangentLength;

    private static double Between(Arm from, Arm to)
    {
        double angle = to.Outward.Angle - from.Outward.Angle;
        return angle <= 0 ? angle + (2 * Math.PI) : angle;
    }
}
