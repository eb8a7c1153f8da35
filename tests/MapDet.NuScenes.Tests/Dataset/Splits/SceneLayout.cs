using System.Globalization;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Dataset.Splits;

namespace MapDet.NuScenes.Tests.Dataset.Splits;

/// <summary>Made-up drives: every scene is a straight line with evenly spaced samples.</summary>
internal sealed class SceneLayout
{
    private readonly List<PlacedSample> _samples = [];
    private int _scenes;

    public IReadOnlyList<PlacedSample> Samples => _samples;

    public IEnumerable<string> Scenes => _samples.Select(sample => sample.Scene).Distinct();

    public SceneLayout Drive(string location, Point2 from, Point2 to, int samples = 10)
    {
        string scene = $"scene-{_scenes++.ToString("0000", CultureInfo.InvariantCulture)}";
        for (int i = 0; i < samples; i++)
        {
            double t = samples == 1 ? 0 : (double)i / (samples - 1);
            _samples.Add(new PlacedSample($"{scene}/{i}", scene, location, new Point2(double.Lerp(from.X, to.X, t), double.Lerp(from.Y, to.Y, t))));
        }

        return this;
    }

    /// <summary>A town of square blocks, a drive along each side of each block.</summary>
    public SceneLayout Grid(string location, int blocks, double block)
    {
        for (int i = 0; i <= blocks; i++)
        {
            for (int j = 0; j < blocks; j++)
            {
                Drive(location, new Point2(i * block, j * block), new Point2(i * block, (j + 1) * block));
                Drive(location, new Point2(j * block, i * block), new Point2((j + 1) * block, i * block));
            }
        }

        return this;
    }

    /// <summary>Drives one after another along the corners given, each of about the same length.</summary>
    public SceneLayout Chain(string location, int drivesALeg, params Point2[] corners)
    {
        for (int leg = 0; leg + 1 < corners.Length; leg++)
        {
            (Point2 a, Point2 b) = (corners[leg], corners[leg + 1]);
            for (int i = 0; i < drivesALeg; i++)
            {
                Drive(location, Between(a, b, (double)i / drivesALeg), Between(a, b, (i + 0.9) / drivesALeg));
            }
        }

        return this;
    }

    private static Point2 Between(Point2 a, Point2 b, double t) => new(double.Lerp(a.X, b.X, t), double.Lerp(a.Y, b.Y, t));
}
