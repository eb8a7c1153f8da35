using System.Collections.Immutable;
using MapDet.Core.Contracts;
using TorchSharp;

namespace MapDet.Training.Optimization;

/// <summary>
/// Lays the values of many parameters into one buffer and their gradients into another, so that an optimiser works on two long vectors
/// instead of hundreds of small ones. The parameters stay the tensors that they are: only what lies behind them moves.
/// </summary>
internal sealed class FlatParameters : IDisposable
{
    // 64 bytes of float32: every parameter begins where vector instructions and cache lines do.
    private const long Alignment = 16;
    private readonly ImmutableArray<long> _offsets;

    /// <summary>Moves the parameters into the buffers; gradients begin at 0.</summary>
    /// <param name="parameters">Leaf tensors of float32 that require gradients, on one device.</param>
    /// <exception cref="ArgumentException">There are none, or one of them is of another kind.</exception>
    public FlatParameters(ImmutableArray<NamedParameter> parameters)
    {
        Check(parameters);
        Parameters = parameters;
        ImmutableArray<long>.Builder offsets = ImmutableArray.CreateBuilder<long>(parameters.Length);
        long length = 0;
        foreach (NamedParameter parameter in parameters)
        {
            offsets.Add(length);
            length += (parameter.Tensor.numel() + Alignment - 1) / Alignment * Alignment;
        }

        _offsets = offsets.MoveToImmutable();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        torch.Device device = parameters[0].Tensor.device;
        Values = torch.zeros(length, torch.float32, device).DetachFromDisposeScope();
        Gradients = torch.zeros(length, torch.float32, device).DetachFromDisposeScope();
        foreach ((NamedParameter parameter, NamedParameter value) in parameters.Zip(View(Values)))
        {
            value.Tensor.copy_(parameter.Tensor);
            parameter.Tensor.set_(value.Tensor);
        }

        foreach ((NamedParameter parameter, NamedParameter gradient) in parameters.Zip(View(Gradients)))
        {
            parameter.Tensor.grad = gradient.Tensor;
        }
    }

    /// <summary>The parameters, in the order of their values.</summary>
    public ImmutableArray<NamedParameter> Parameters { get; }

    /// <summary>[n] float32, all values; the gaps between parameters hold 0.</summary>
    public torch.Tensor Values { get; }

    /// <summary>[n] float32, all gradients; backward passes add to it.</summary>
    public torch.Tensor Gradients { get; }

    /// <summary>A vector of the same length, seen as tensors of the parameters' names and shapes.</summary>
    /// <returns>Views of the current dispose scope.</returns>
    public IEnumerable<NamedParameter> View(torch.Tensor flat)
    {
        for (int i = 0; i < Parameters.Length; i++)
        {
            torch.Tensor parameter = Parameters[i].Tensor;
            yield return new NamedParameter(Parameters[i].Name, flat.narrow(0, _offsets[i], parameter.numel()).view(parameter.shape));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Views keep the values alive for the model, which outlives its optimiser.
        Values.Dispose();
        Gradients.Dispose();
    }

    private static void Check(ImmutableArray<NamedParameter> parameters)
    {
        if (parameters.IsDefaultOrEmpty)
        {
            throw new ArgumentException("There are no parameters to train.", nameof(parameters));
        }

        foreach (NamedParameter parameter in parameters)
        {
            torch.Tensor tensor = parameter.Tensor;
            if (!tensor.is_leaf || !tensor.requires_grad || tensor.dtype != torch.float32)
            {
                throw new ArgumentException(
                    $"The parameter '{parameter.Name}' is no float32 leaf that requires gradients, so it can't be trained.", nameof(parameters));
            }
        }
    }
}
