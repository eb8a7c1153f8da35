using System.Text.Json;
using MapDet.Core;

namespace MapDet.Stage2.Inspection;

/// <summary>What is in a checkpoint folder.</summary>
internal static class CheckpointInspection
{
    private const string StateFile = "trainer_state.json";

    /// <summary>Writes the state of the run and every safetensors file of the folder.</summary>
    /// <exception cref="InvalidInputException">A file is missing or damaged.</exception>
    public static void Describe(string folder, TextWriter output, CancellationToken cancellationToken)
    {
        string[] tensors = [.. Directory.EnumerateFiles(folder, "*.safetensors").Order(StringComparer.Ordinal)];
        if (tensors.Length == 0)
        {
            throw new MapDetException($"{folder}: the folder holds no safetensors file, so it is no checkpoint.");
        }

        DescribeState(Path.Combine(folder, StateFile), output);
        foreach (string file in tensors)
        {
            SafetensorsInspection.Describe(file, output, cancellationToken);
        }
    }

    private static void DescribeState(string path, TextWriter output)
    {
        if (!File.Exists(path))
        {
            output.WriteLine($"no {StateFile}: a model, not a checkpoint to resume from");
            return;
        }

        try
        {
            using JsonDocument state = JsonDocument.Parse(File.ReadAllBytes(path));
            output.WriteLine($"{path}:");
            foreach (JsonProperty property in state.RootElement.EnumerateObject().Where(p => p.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)))
            {
                output.WriteLine($"  {ShortText.Of(property.Name)}: {ShortText.Of(property.Value.ToString())}");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidInputException(path, "is no JSON object", innerException: e);
        }
    }
}
