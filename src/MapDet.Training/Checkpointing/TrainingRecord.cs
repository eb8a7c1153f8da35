using System.Globalization;
using System.Text.Json;
using MapDet.Core;
using MapDet.Core.Contracts;

namespace MapDet.Training.Checkpointing;

/// <summary>What a model's file says about its training, in its metadata.</summary>
/// <param name="Step">Steps made.</param>
/// <param name="GroundTruthHash">Of the training set's ground truth.</param>
/// <param name="Samples">The samples of the training set.</param>
/// <param name="Metrics">Scores on the validation set, where there are any.</param>
public sealed record TrainingRecord(int Step, string GroundTruthHash, TrainingSamples Samples, MapMetrics? Metrics)
{
    private const string StepKey = "mapdet.training.step";
    private const string HashKey = "mapdet.training.ground_truth_hash";
    private const string SamplesKey = "mapdet.training.samples";
    private const string MetricsKey = "mapdet.training.metrics";

    /// <summary>The record of a file, or null where its metadata has none: a model that this package did not train.</summary>
    /// <param name="metadata">The strings of a model's file.</param>
    /// <param name="source">The file, for messages.</param>
    /// <exception cref="InvalidInputException">The record is damaged.</exception>
    public static TrainingRecord? Read(IReadOnlyDictionary<string, string> metadata, string source)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (!metadata.TryGetValue(SamplesKey, out string? samples) || !metadata.TryGetValue(HashKey, out string? hash))
        {
            return null;
        }

        try
        {
            return new TrainingRecord(
                int.Parse(metadata.GetValueOrDefault(StepKey, "0"), CultureInfo.InvariantCulture),
                hash,
                TrainingSamples.Decode(samples),
                metadata.TryGetValue(MetricsKey, out string? metrics)
                    ? JsonSerializer.Deserialize<MapMetrics>(metrics, TrainingJson.Options)
                    : null);
        }
        catch (Exception e) when (e is FormatException or OverflowException or JsonException or MapDetException)
        {
            throw new InvalidInputException(source, $"the record of the training is damaged: {e.Message}", "__metadata__", innerException: e);
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
