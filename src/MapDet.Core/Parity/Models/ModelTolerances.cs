using System.Text.Json;

namespace MapDet.Core.Parity.Models;

/// <summary>What a fixture's metadata says under <c>tolerance</c>.</summary>
internal sealed class ModelTolerances
{
    /// <summary>The name of the metadata.</summary>
    public const string Key = "tolerance";

    private readonly Dictionary<string, ModelTolerance> _byName = new(StringComparer.Ordinal);

    private ModelTolerances()
    {
    }

    /// <summary>The tensors that have a tolerance.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    /// <summary>The tolerance of a tensor, or null.</summary>
    public ModelTolerance? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads <c>{tensor: {atol, rel_l2}}</c>.</summary>
    /// <exception cref="InvalidInputException">The metadata is missing or no such object.</exception>
    public static ModelTolerances Read(ParityFile file)
    {
        ModelTolerances tolerances = new();
        try
        {
            using JsonDocument json = JsonDocument.Parse(file.Metadata(Key));
            foreach (JsonProperty tensor in json.RootElement.EnumerateObject())
            {
                double? relative = tensor.Value.TryGetProperty("rel_l2", out JsonElement limit) ? limit.GetDouble() : null;
                tolerances._byName[tensor.Name] = new ModelTolerance(tensor.Value.GetProperty("atol").GetDouble(), relative);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidInputException(file.Path, $"the tolerances can't be read: {e.Message}", field: Key, innerException: e);
        }

        return tolerances;
    }
}
