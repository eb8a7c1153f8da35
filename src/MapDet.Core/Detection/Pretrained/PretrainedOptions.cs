using TorchSharp;

namespace MapDet.Core.Detection.Pretrained;

/// <summary>
/// Where pretrained parts of a model lie on this machine, as folders in the layout of Hugging Face checkpoints (<c>config.json</c> and weights). They do
/// not say what a model is, so they are not written into its files; a model file names the parts that it leaves out, see <see cref="PretrainedPart"/>.
/// </summary>
public sealed record PretrainedOptions
{
    /// <summary>Nothing is pretrained.</summary>
    public static PretrainedOptions None { get; } = new();

    /// <summary>A checkpoint with BLIP-2's or CLIP's vision tower.</summary>
    public string? Vision { get; init; }

    /// <summary>A BLIP-2 checkpoint whose Q-Former training starts from.</summary>
    public string? QFormer { get; init; }

    /// <summary>A checkpoint of a LLaMA-architecture language model with its <c>tokenizer.model</c>.</summary>
    public string? Language { get; init; }

    /// <summary>A file with map queries and map decoder of the original system, which training starts from; see <see cref="OriginalMapWeights"/>.</summary>
    public string? Map { get; init; }

    /// <summary>The type that frozen parts are kept and computed in.</summary>
    public torch.ScalarType FrozenType { get; init; } = torch.ScalarType.Float32;

    /// <summary>Where frozen parts are loaded to at once; null: the CPU.</summary>
    public torch.Device? Device { get; init; }

    /// <summary>True to compute the language model's layers again in the backward pass instead of keeping what they computed; saves memory, gradients are equal.</summary>
    public bool CheckpointActivations { get; init; }
}
