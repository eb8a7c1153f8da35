namespace MapDet.Core.Weights.PyTorch;

/// <summary>A pickle is damaged, or wants something that no tensor needs.</summary>
/// <param name="message">What, as the rest of a sentence about the file.</param>
/// <param name="name">The name in question; null where there is none.</param>
internal sealed class PickleException(string message, string? name = null) : Exception(message)
{
    public string? Name => name;
}
