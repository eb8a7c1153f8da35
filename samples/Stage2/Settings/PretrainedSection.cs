using System.Text.Json.Nodes;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Settings;

/// <summary>Writes where pretrained parts come from into a run's <c>config.json</c>.</summary>
/// <param name="settings">Where they come from.</param>
internal sealed class PretrainedSection(PretrainedSettings settings) : IRunConfigurationSection
{
    /// <inheritdoc/>
    public string Name => PretrainedSettings.SectionName;

    /// <inheritdoc/>
    public JsonNode? Value => settings.ToJson();
}
