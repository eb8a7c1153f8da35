using System.Collections.Immutable;

namespace MapDet.NuScenes.Tables;

/// <summary>A scene: some 20 seconds of a drive (table <c>scene</c>).</summary>
/// <param name="Token">Its unique name.</param>
/// <param name="Name">The name that splits list, such as <c>scene-0061</c>.</param>
/// <param name="Description">What happens in it; empty if the table does not say.</param>
/// <param name="Log">The log that it comes from.</param>
/// <param name="Samples">Its samples from first to last.</param>
public sealed record SceneRecord(string Token, string Name, string Description, LogRecord Log, ImmutableArray<SampleRecord> Samples)
{
    /// <summary>The name of its map.</summary>
    public string Location => Log.Location;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
