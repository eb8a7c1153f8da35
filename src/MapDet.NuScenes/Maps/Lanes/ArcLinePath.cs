using System.Collections.Immutable;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Maps.Lanes;

/// <summary>A smooth path of three parts, arcs of one radius and straight lines (dictionary <c>arcline_path_3</c>).</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends, as the map says; <see cref="PoseAt"/> comes there by the other fields, but for rounding.</param>
/// <param name="Shape">Which way each part turns.</param>
/// <param name="Radius">Of the arcs, metres; above 0.</param>
/// <param name="SegmentLengths">The lengths of the three parts, metres; a part may have none.</param>
/// <remarks>
/// A Dubins path (Dubins, 1957: on curves of minimal length with a constraint on average curvature), with a radius of its own. Names as in
/// the nuScenes devkit, <c>map_expansion/arcline_path_utils.py</c>.
/// </remarks>
public sealed record ArcLinePath(PathPose Start, PathPose End, ArcLineShape Shape, double Radius, ImmutableArray<double> SegmentLengths)
{
    /// <summary>The length of the whole path, metres.</summary>
    public double Length => SegmentLengths.Sum();

    /// <summary>Where one is after some way along the path.</summary>
    /// <param name="distance">Metres from the start; before the start or past the end, the start or the end is taken.</param>
    /// <returns>Place and direction, the yaw in -pi to pi.</returns>
    /// <remarks>
    /// On a part of curvature k (1/radius to the left, -1/radius to the right) the pose after s metres is, seen from the part's start with
    /// x ahead, (sin(ks)/k, (1 - cos(ks))/k) turned by ks; for k = 0 it is (s, 0).
    /// </remarks>
    public PathPose PoseAt(double distance)
    {
        PathPose pose = Start;
        double rest = double.Clamp(distance, 0, Math.Max(Length, 0));
        for (int part = 0; part < SegmentLengths.Length; part++)
        {
            double way = Math.Min(rest, SegmentLengths[part]);
            pose = Advance(pose, Curvature(part), way);
            rest -= way;
        }

        return pose;
    }

    /// <summary>Poses at equal distances along the path, start and end included.</summary>
    /// <param name="resolution">The greatest distance between neighbours along the path, metres; above 0.</param>
    /// <returns>At least two poses.</returns>
    /// <remarks>Source: nuScenes devkit, <c>arcline_path_utils.discretize</c>, which chooses the same number of poses.</remarks>
    public ImmutableArray<PathPose> Discretise(double resolution)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resolution);
        int steps = Math.Max((int)Math.Ceiling(Length / resolution), 1);
        return [.. Enumerable.Range(0, steps + 1).Select(step => PoseAt(Length * step / steps))];
    }

    // The three letters of the shape are the three parts.
    private double Curvature(int part) => Shape.ToString()[part] switch
    {
        'L' => 1 / Radius,
        'R' => -1 / Radius,
        _ => 0,
    };

    private static PathPose Advance(PathPose pose, double curvature, double way)
    {
        double turn = curvature * way;
        (double ahead, double left) = curvature == 0 ? (way, 0) : (Math.Sin(turn) / curvature, (1 - Math.Cos(turn)) / curvature);
        (double sin, double cos) = Math.SinCos(pose.Yaw);
        return new PathPose(
            new Point2(pose.Place.X + (cos * ahead) - (sin * left), pose.Place.Y + (sin * ahead) + (cos * left)),
            Math.IEEERemainder(pose.Yaw + turn, Math.Tau));
    }
}
