using System.Collections.Immutable;
using System.Globalization;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.Training.Tests.Fakes;

/// <summary>Samples with a line each whose place follows from the sample's number, seen by six cameras without pictures.</summary>
internal sealed class FakeDataset(int count, int points = 5, string name = "fake") : IMapDataset
{
    public string Name => name;

    public int Count => count;

    public string GroundTruthHash { get; init; } = "hash-of-" + name;

    /// <summary>Where its pictures lie, for those who want the files.</summary>
    public string PictureFolder { get; init; } = "";

    /// <summary>A file that is every picture; null: each has a name of its own.</summary>
    public string? Picture { get; init; }

    /// <summary>What all places are multiplied with.</summary>
    public double Scale { get; init; } = 1;

    public MapSample this[int index]
    {
        get
        {
            string token = string.Create(CultureInfo.InvariantCulture, $"{name}-{index:0000}");
            ImmutableArray<CameraFrame> cameras =
                [.. CameraChannels.All.Select((c, i) => new CameraFrame(FakeRig.Camera(c, i), Picture ?? Path.Combine(PictureFolder, $"{token}-{c}.jpg")))];
            SurroundFrame frame = new(token, new MapFrame(0, 0, 0, 0), cameras);
            return new MapSample(frame, "scene-0001", "singapore-onenorth", index, Elements(index));
        }
    }

    /// <summary>Writes a file for each picture, none like another, so that those find something who look for it.</summary>
    public FakeDataset WithPictures()
    {
        foreach (CameraFrame camera in Enumerable.Range(0, Count).SelectMany(i => this[i].Frame.Cameras))
        {
            Directory.CreateDirectory(PictureFolder);
            File.WriteAllText(camera.ImagePath, Path.GetFileName(camera.ImagePath));
        }

        return this;
    }

    private ImmutableArray<MapElement> Elements(int index)
    {
        double x = Scale * (-10 + (20.0 * (index % 7) / 6));
        Polyline divider = new([new Point2(x, -25 * Scale), new Point2(x + 1, 25 * Scale)]);
        Polyline boundary = new([new Point2(-14 * Scale, x), new Point2(14 * Scale, x + 2)]);
        return
        [
            new MapElement(MapClass.Divider, divider, divider.Resample(points)),
            new MapElement(MapClass.Boundary, boundary, boundary.Resample(points)),
        ];
    }
}
