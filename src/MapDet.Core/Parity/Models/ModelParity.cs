using System.Runtime.InteropServices;
using TorchSharp;

namespace MapDet.Core.Parity.Models;

/// <summary>A module of the model on weights and inputs of a file, which says itself what it is (metadata <c>fixture</c>, <c>config</c>, <c>tolerance</c>).</summary>
/// <param name="fixture">The value of <c>fixture</c>.</param>
public abstract class ModelParity(string fixture) : IParityCheck
{
    /// <inheritdoc/>
    public string Kind => fixture;

    /// <inheritdoc/>
    public bool Recognizes(ParityFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.IsSafetensors && file.Tensors.Metadata.TryGetValue("fixture", out string? name) && name == fixture;
    }

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(ParityFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ModelFixture model = new(file);
        try
        {
            return [.. Run(model, cancellationToken)];
        }
        catch (Exception e) when (e is ArgumentException or ExternalException)
        {
            throw new InvalidInputException(file.Path, $"the module can't be built or run on it: {e.Message.Split('\n')[0]}", innerException: e);
        }
    }

    /// <summary>Runs the module and compares.</summary>
    private protected abstract IEnumerable<ParityResult> Run(ModelFixture fixture, CancellationToken cancellationToken);

    /// <summary>Gradients of sum(output * weights) by the leaves that require one.</summary>
    private protected static void Backward(torch.Tensor output, torch.Tensor weights) => (output * weights).sum().backward();
}
