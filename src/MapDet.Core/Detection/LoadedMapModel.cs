using MapDet.Core.Contracts;

namespace MapDet.Core.Detection;

/// <summary>A model from a file.</summary>
/// <param name="Model">The model, in evaluation mode; the caller disposes it.</param>
/// <param name="Metadata">All strings of the file's metadata.</param>
public sealed record LoadedMapModel(IMapModel Model, IReadOnlyDictionary<string, string> Metadata) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
