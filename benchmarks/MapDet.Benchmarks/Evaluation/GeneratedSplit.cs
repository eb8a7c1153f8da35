using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Evaluation;
using MapDet.Core.Geometry;

namespace MapDet.Benchmarks.Evaluation;

/// <summary>
/// A made-up split: ten elements a sample, and predictions that are disturbed copies of them, near and far, so that most pairs have to be
/// measured in full. Equal numbers give equal splits.
/// </summary>
/// <param name="samples">Number of samples.</param>
/// <param name="predictions">Predictions a sample.</param>
internal sealed class GeneratedSplit(int samples, int predictions)
{
    private const int Elements = 10;
    private const int Points = 20;

    /// <summary>The samples, one after the other.</summary>
    public IEnumerable<(SampleDetections Found, SampleAnnotations There)> Samples()
    {
        Random random = new(1);
        for (int i = 0; i < samples; i++)
        {
            string token = $"{i:x32}";
            ImmutableArray<MapElement> elements = [.. Enumerable.Range(0, Elements).Select(_ => Element(random))];
            IEnumerable<MapDetection> detections = Enumerable.Range(0, predictions).Select(p => Disturb(elements[p % Elements], random));
            yield return (new SampleDetections(token, [.. detections]), new SampleAnnotations(token, elements));
        }
    }

    private static MapElement Element(Random random)
    {
        MapClass mapClass = MapClasses.All[random.Next(MapClasses.Count)];
        Point2 start = new((random.NextDouble() * 30) - 15, (random.NextDouble() * 60) - 30);
        Polyline line = new(mapClass == MapClass.PedCrossing ? Crossing(start) : Curve(start, random));
        return new MapElement(mapClass, line, line.Resample(Points));
    }

    private static ImmutableArray<Point2> Crossing(Point2 corner) =>
        [corner, new(corner.X + 8, corner.Y), new(corner.X + 8, corner.Y + 4), new(corner.X, corner.Y + 4), corner];

    private static ImmutableArray<Point2> Curve(Point2 start, Random random)
    {
        double heading = random.NextDouble() * Math.Tau;
        double bend = (random.NextDouble() - 0.5) / 3;
        Point2 place = start;
        ImmutableArray<Point2>.Builder vertices = ImmutableArray.CreateBuilder<Point2>();
        for (int i = 0; i < 8; i++)
        {
            vertices.Add(place);
            (double sin, double cos) = Math.SinCos(heading);
            place = new Point2(place.X + (4 * cos), place.Y + (4 * sin));
            heading += bend;
        }

        return vertices.DrainToImmutable();
    }

    private static MapDetection Disturb(MapElement element, Random random)
    {
        double dx = (random.NextDouble() - 0.5) * 4;
        double dy = (random.NextDouble() - 0.5) * 4;
        return new MapDetection(
            element.Class,
            random.NextDouble(),
            [.. element.Points.Select(p => new Point2(p.X + dx + (0.3 * random.NextDouble()), p.Y + dy + (0.3 * random.NextDouble())))]);
    }
}
