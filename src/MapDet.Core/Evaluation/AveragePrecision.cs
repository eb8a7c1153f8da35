namespace MapDet.Core.Evaluation;

/// <summary>The area under the precision-recall curve.</summary>
/// <remarks>Source: mmdetection, <c>average_precision</c> in mode <c>area</c>, as MapTR uses it.</remarks>
internal static class AveragePrecision
{
    // NumPy's float32 eps, which keeps the denominators above 0.
    private const double Epsilon = 1.1920928955078125e-07;

    /// <summary>Computes the area.</summary>
    /// <param name="isTrue">Detections in order of falling score: whether each is true.</param>
    /// <param name="groundTruths">Number of ground truths.</param>
    /// <returns>In [0, 1]; 0 without detections or without ground truth.</returns>
    public static double Area(IReadOnlyList<bool> isTrue, int groundTruths)
    {
        double[] recall = new double[isTrue.Count];
        double[] precision = new double[isTrue.Count];
        int found = 0;
        for (int i = 0; i < isTrue.Count; i++)
        {
            found += isTrue[i] ? 1 : 0;
            recall[i] = found / Math.Max(groundTruths, Epsilon);
            precision[i] = found / Math.Max(i + 1, Epsilon);
        }

        double area = 0;
        double best = 0;
        for (int i = isTrue.Count - 1; i >= 0; i--)
        {
            best = Math.Max(best, precision[i]);
            area += (recall[i] - (i == 0 ? 0 : recall[i - 1])) * best;
        }

        return (float)area;
    }
}
