using MapDet.Core.Evaluation;
using MapDet.Core.IO;
using MapDet.Stage2.Visualization;
using SkiaSharp;

namespace MapDet.Stage2.Reporting;

/// <summary>A metric taken apart, as files for programs and as pictures for people.</summary>
internal static class AnalysisFolder
{
    /// <summary>Writes curves and rings.</summary>
    /// <param name="folder">Made where it is absent.</param>
    /// <param name="analysis">What to write.</param>
    /// <returns>The files.</returns>
    /// <exception cref="Core.MapDetException">The folder can't be made.</exception>
    public static IReadOnlyList<string> Write(string folder, MapAnalysis analysis)
    {
        WritableFolder.Create(folder);
        string curves = Path.Combine(folder, "precision_recall.json");
        string curvesPicture = Path.ChangeExtension(curves, ".png");
        string rings = Path.Combine(folder, "error_by_distance.json");
        string ringsPicture = Path.ChangeExtension(rings, ".png");
        PrecisionRecallFile.Write(curves, analysis);
        DistanceErrorFile.Write(rings, analysis);
        using SKImage precisionRecall = PrecisionRecallPicture.Draw(analysis);
        PictureFile.WritePng(precisionRecall, curvesPicture);
        using SKImage distanceError = DistanceErrorPicture.Draw(analysis);
        PictureFile.WritePng(distanceError, ringsPicture);
        return [curves, curvesPicture, rings, ringsPicture];
    }
}
