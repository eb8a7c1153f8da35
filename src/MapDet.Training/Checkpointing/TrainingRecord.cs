using System.Globalization;
using System.Text.Json;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Weights;

namespace MapDet.Training.Checkpointing;

/// <summary>What a model's file says about its training, in its metadata.</summary>
/// <param name="Step">Steps made.</param>
/// <param name="GroundTruthHash">Of the training set's ground truth.</param>
/// <param name="Samples">The samples of the training set.</param>
/// <param name="Metrics">Scores on the validation set, where there are any.</param>
public sealed record TrainingRecord(int Step, string GroundTruthHash, TrainingSamples Samples, MapMetrics? Metrics)
{
    private const string StepKey = "training_step";
    private const string HashKey = "training_ground_truth_hash";
    private const string SamplesKey = "training_samples";
    private const string MetricsKey = "training_metrics";

    /// <summary>The record of a file, or null where its metadata has none: a model that this package did not train.</summary>
    /// <param name="file">A file with a model.</param>
    /// <exception cref="InvalidInputException">The record is damaged.</exception>
    public static TrainingRecord? Read(SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!file.Metadata.TryGetValue(SamplesKey, out string? samples) || !file.Metadata.TryGetValue(HashKey, out string? hash))
        {
            return null;
        }

        try
        {
            return new TrainingRecord(
                int.Parse(file.Metadata.GetValueOrDefault(StepKey, "0"), CultureInfo.InvariantCulture),
                hash,
                TrainingSamples.Decode(samples),
                file.Metadata.TryGetValue(MetricsKey, out string? metrics)
                    ? JsonSerializer.Deserialize<MapMetrics>(metrics, TrainingJson.Options)
                    : null);
        }
        catch (Exception e) when (e is FormatException or OverflowException or JsonException or MapDetException)
        {
            throw new InvalidInputException(file.Path, $"the record of the training is damaged: {e.Message}", "__metadata__", innerException: e);
        }
    }

    /// <summary>The record as metadata.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata()
    {
        Dictionary<string, string> metadata = new()
        {
            [StepKey] = Step.ToString(CultureInfo.InvariantCulture),
            [HashKey] = GroundTruthHash,
            [SamplesKey] = Samples.Encode(),
        };
        if (Metrics is not null)
        {
            metadata[MetricsKey] = JsonSerializer.Serialize(Metrics, TrainingJson.Options);
        }

        return metadata;
    }
}
