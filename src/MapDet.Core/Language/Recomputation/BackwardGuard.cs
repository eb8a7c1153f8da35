using System.Runtime.ExceptionServices;
using MapDet.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language.Recomputation;

/// <summary>Runs what managed code computes within a backward pass.</summary>
/// <remarks>
/// An exception that leaves such code ends the process, and native code takes the handle of a gradient only after the managed function has returned.
/// So a failure becomes gradients that are not numbers, which no optimiser step survives, and is thrown by the next forward pass; and a gradient is kept
/// until the same thread hands over the next one.
/// </remarks>
internal sealed class BackwardGuard : IDisposable
{
    private readonly ThreadLocal<Tensor?> _handedOver = new();
    private Exception? _failure;

    /// <summary>Computes the gradient of an input [..., width].</summary>
    /// <param name="gradient">The gradient of the output, which is disposed; invalid where there is none.</param>
    /// <param name="width">The last size of the input; all others are the output's.</param>
    /// <param name="compute">Gives the gradient of the input, of the current dispose scope.</param>
    /// <returns>What it gave; null where there is no gradient.</returns>
    public Tensor? Run(Tensor gradient, long width, Func<Tensor> compute)
    {
        using (gradient)
        {
            _handedOver.Value?.Dispose();
            return _handedOver.Value = gradient.IsInvalid ? null : Compute(gradient, width, compute);
        }
    }

    /// <summary>Throws what went wrong in a backward pass since the last call, as it is: who can do with less memory knows it by its type.</summary>
    /// <exception cref="Exception">Something did; gradients were not computed.</exception>
    public void ThrowIfFailed()
    {
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handedOver.Dispose();

    private Tensor? Compute(Tensor gradient, long width, Func<Tensor> compute)
    {
        using DisposeScope scope = NewDisposeScope();
        try
        {
            return compute().MoveToOuterDisposeScope();
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _failure, e, null);
            return NotNumbers([.. gradient.shape[..^1], width], gradient.dtype, gradient.device).MoveToOuterDisposeScope();
        }
    }

    // Memory may be what was missing: a single number takes the place of all.
    private static Tensor NotNumbers(long[] shape, ScalarType type, Device device) => TensorArithmetic.Filled([1], double.NaN, type, device).expand(shape);
}
