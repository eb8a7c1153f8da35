using MapDet.Core.Contracts;

namespace MapDet.Core.Evaluation;

/// <summary>Scores anybody's predictions in MapTR's file format.</summary>
public static class PredictionEvaluator
{
    /// <summary>Scores a file of predictions against a file of annotations. Samples are paired by their tokens.</summary>
    /// <param name="predictions"><c>nuscmap_results.json</c>.</param>
    /// <param name="annotations"><c>nuscenes_map_anns_val.json</c>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidInputException">A file is missing or damaged, or they do not speak of the same samples.</exception>
    public static MapMetrics Evaluate(string predictions, string annotations, CancellationToken cancellationToken = default) =>
        Read(predictions, annotations, cancellationToken).Compute(cancellationToken);

    /// <summary>Reads a file of predictions and a file of annotations into a metric, to compute or to analyse. Samples are paired by their tokens.</summary>
    /// <param name="predictions"><c>nuscmap_results.json</c>.</param>
    /// <param name="annotations"><c>nuscenes_map_anns_val.json</c>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidInputException">A file is missing or damaged, or they do not speak of the same samples.</exception>
    public static ChamferAveragePrecision Read(string predictions, string annotations, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<SampleAnnotations> samples = MapTrAnnotationsFile.Read(annotations, cancellationToken);
        Dictionary<string, SampleDetections> detections = MapTrResultsFile.Read(predictions, cancellationToken)
            .ToDictionary(sample => sample.SampleToken, StringComparer.Ordinal);
        CheckSamples(predictions, annotations, detections, samples);
        ChamferAveragePrecision metric = new();
        foreach (SampleAnnotations sample in samples)
        {
            metric.Add(sample.SampleToken, detections[sample.SampleToken].Detections, sample.Elements);
        }

        return metric;
    }

    private static void CheckSamples(
        string predictions, string annotations, Dictionary<string, SampleDetections> detections, IReadOnlyList<SampleAnnotations> samples)
    {
        string[] missing = [.. samples.Select(sample => sample.SampleToken).Where(token => !detections.ContainsKey(token))];
        if (missing.Length > 0)
        {
            throw new InvalidInputException(
                predictions, $"has nothing about the sample of {annotations}; {missing.Length} of {samples.Count} are missing", missing[0]);
        }

        HashSet<string> known = [.. samples.Select(sample => sample.SampleToken)];
        string[] unknown = [.. detections.Keys.Where(token => !known.Contains(token))];
        if (unknown.Length > 0)
        {
            throw new InvalidInputException(
                predictions, $"the sample is not in {annotations}; {unknown.Length} of {detections.Count} are not", unknown[0]);
        }
    }
}
