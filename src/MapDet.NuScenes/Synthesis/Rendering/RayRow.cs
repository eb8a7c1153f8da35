using System.Numerics;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>The directions of the rays through one line of an image, with a depth of 1 m: the first one, and the step to the next.</summary>
internal readonly record struct RayRow(float X, float Y, float Z, float StepX, float StepY, float StepZ)
{
    /// <summary>Rays that fall less steeply than this are taken to meet the sky.</summary>
    public const float GrazingSlope = 1e-3f;

    /// <summary>The rays through a line.</summary>
    /// <param name="camera">Where they start.</param>
    /// <param name="v">The line's place in the image, pixels.</param>
    /// <param name="raysAPixel">How many a pixel.</param>
    public static RayRow Through(Camera camera, double v, int raysAPixel)
    {
        Point3 first = camera.Ray(0.5 / raysAPixel, v);
        Point3 second = camera.Ray(1.5 / raysAPixel, v);
        return new RayRow(
            (float)first.X, (float)first.Y, (float)first.Z, (float)(second.X - first.X), (float)(second.Y - first.Y), (float)(second.Z - first.Z));
    }

    /// <summary>Those of the first <paramref name="count"/> rays that meet the ground; they are neighbours.</summary>
    public Range OnGround(int count)
    {
        if (StepZ == 0)
        {
            return Z <= -GrazingSlope ? ..count : ..0;
        }

        float horizon = (-GrazingSlope - Z) / StepZ;
        return StepZ > 0
            ? ..(int)Math.Clamp(MathF.Floor(horizon) + 1, 0, count)
            : (int)Math.Clamp(MathF.Ceiling(horizon), 0, count)..count;
    }

    /// <summary>The directions of some rays by their numbers.</summary>
    public (Vector<float> X, Vector<float> Y, Vector<float> Z) Directions(Vector<float> rays) =>
        (new Vector<float>(X) + (rays * StepX), new Vector<float>(Y) + (rays * StepY), new Vector<float>(Z) + (rays * StepZ));
}
