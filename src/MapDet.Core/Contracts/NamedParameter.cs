using TorchSharp;

namespace MapDet.Core.Contracts;

/// <summary>A parameter or buffer under the name that it has in files.</summary>
/// <param name="Name">As in the Hugging Face checkpoint that it comes from, where there is one.</param>
/// <param name="Tensor">Owned by the module.</param>
public sealed record NamedParameter(string Name, torch.Tensor Tensor)
{
    /// <summary>Is to be called by whoever has written to the tensor, as <see cref="Weights.WeightLoader"/> does; null: nobody needs to know.</summary>
    public Action? Written { get; init; }
}
