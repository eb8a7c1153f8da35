using System.Text.Json.Nodes;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Settings;

/// <summary>Writes where the data is into a run's <c>config.json</c>.</summary>
/// <param name="settings">Where it is.</param>
internal sealed class DataSection(DataSettings settings) : IRunConfigurationSection
{
    /// <inheritdoc/>
    public string Name => DataSettings.SectionName;

    /// <inheritdoc/>
    public JsonNode? Value => settings.ToJson();
}
