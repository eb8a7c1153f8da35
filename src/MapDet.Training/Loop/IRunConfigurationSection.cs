using System.Text.Json.Nodes;

namespace MapDet.Training.Loop;

/// <summary>A section that an application adds to a run's <c>config.json</c>, such as where its data lies.</summary>
public interface IRunConfigurationSection
{
    /// <summary>The section's name.</summary>
    string Name { get; }

    /// <summary>What it holds.</summary>
    JsonNode? Value { get; }
}
