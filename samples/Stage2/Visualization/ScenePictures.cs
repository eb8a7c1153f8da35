using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using SkiaSharp;

namespace MapDet.Stage2.Visualization;

/// <summary>Writes the pictures of samples into a folder: from above, and through the cameras where there are camera pictures.</summary>
/// <param name="folder">Where they go.</param>
/// <param name="range">What is seen from above.</param>
/// <param name="minimumScore">Detections with a lower score are left out.</param>
internal sealed class ScenePictures(string folder, PerceptionRange range, double minimumScore)
{
    private readonly BirdsEyeView _birdsEyeView = new(range);
    private readonly CameraMosaic _mosaic = new();

    /// <summary>Writes the pictures of a sample.</summary>
    /// <param name="scene">What they show.</param>
    /// <param name="name">What their names begin with.</param>
    /// <returns>The files.</returns>
    public IReadOnlyList<string> Write(SampleScene scene, string name)
    {
        List<string> files = [];
        SampleScene shown = scene with { Detections = scene.Detections?.Where(d => d.Score >= minimumScore).ToArray() };
        using (SKImage view = _birdsEyeView.Draw(shown))
        {
            files.Add(Save(view, $"{name}_bev.png"));
        }

        if (shown.Frame is not null)
        {
            using SKImage mosaic = _mosaic.Draw(shown);
            files.Add(Save(mosaic, $"{name}_cameras.png"));
        }

        return files;
    }

    /// <summary>A sample of a data set with what was found in it.</summary>
    public static SampleScene Of(MapSample sample, IReadOnlyList<MapDetection>? detections) =>
        new(sample.Token, $"{sample.SceneName}, {sample.Location}", sample.Elements, detections, sample.Frame);

    private string Save(SKImage image, string name)
    {
        string path = Path.Combine(folder, name);
        PictureFile.WritePng(image, path);
        return path;
    }
}
