using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.Core.Imaging;

/// <summary>Mirrors a sample left to right: what the same drive looks like in a mirror.</summary>
/// <remarks>
/// A mirrored camera is again a true camera: <c>P' = F P M</c> with <c>F: u → W - u</c> and <c>M: x → -x</c>, written as <c>K' [R' | t']</c> with
/// <c>R' = S R M</c> and <c>t' = S t</c>, <c>S = diag(-1, 1, 1)</c>.
/// </remarks>
public static class RigMirror
{
    /// <summary>Mirrors cameras and ground truth.</summary>
    /// <param name="sample">A sample with the six cameras of <see cref="CameraChannels.All"/>.</param>
    /// <returns>
    /// The mirrored sample. Its cameras name the files of the cameras on the other side, whose pictures are to be flipped when read.
    /// Its place in the world is the original's, where no mirrored road lies.
    /// </returns>
    public static MapSample Mirror(MapSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample with
        {
            Frame = sample.Frame with { Cameras = Mirror(sample.Frame.Cameras) },
            Elements = [.. sample.Elements.Select(Mirror)],
        };
    }

    /// <summary>Mirrors an element, x to -x. A ring is turned over as well, so that its direction of travel stays what it was.</summary>
    public static MapElement Mirror(MapElement element)
    {
        ArgumentNullException.ThrowIfNull(element);
        return element with
        {
            Vertices = new Polyline(Mirror(element.Vertices.Vertices, element.IsClosed)),
            Points = Mirror(element.Points, element.IsClosed),
        };
    }

    /// <summary>The camera that sees the mirrored scene in the flipped picture.</summary>
    public static CameraModel Mirror(CameraModel camera)
    {
        ArgumentNullException.ThrowIfNull(camera);
        double[] m = camera.MapToCamera.ToMatrix();
        return camera with
        {
            Intrinsics = camera.Intrinsics with { CenterX = camera.Width - camera.Intrinsics.CenterX, Skew = -camera.Intrinsics.Skew },
            MapToCamera = RigidTransform.FromMatrix(
            [
                m[0], -m[1], -m[2], -m[3],
                -m[4], m[5], m[6], m[7],
                -m[8], m[9], m[10], m[11],
                0, 0, 0, 1,
            ]),
        };
    }

    private static ImmutableArray<CameraFrame> Mirror(ImmutableArray<CameraFrame> cameras)
    {
        if (cameras.Length != CameraChannels.All.Length)
        {
            throw new ArgumentException($"Only a rig of the {CameraChannels.All.Length} nuScenes cameras can be mirrored, not one of {cameras.Length}.", nameof(cameras));
        }

        return
        [
            .. cameras.Select((camera, position) =>
            {
                CameraFrame other = cameras[CameraChannels.Mirrored[position]];
                return other with { Camera = Mirror(other.Camera) with { Channel = camera.Camera.Channel } };
            }),
        ];
    }

    private static ImmutableArray<Point2> Mirror(ImmutableArray<Point2> points, bool reverse)
    {
        IEnumerable<Point2> mirrored = points.Select(p => new Point2(-p.X, p.Y));
        return reverse ? [.. mirrored.Reverse()] : [.. mirrored];
    }
}
