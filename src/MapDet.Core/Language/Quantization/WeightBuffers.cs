using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language.Quantization;

/// <summary>
/// Memory for decoded weights, used again by one layer after the other: one weight for each thread that computes at the same time. Allocated anew each
/// time, weights would leave gaps between the activations that stay.
/// </summary>
internal sealed class WeightBuffers : IDisposable
{
    private readonly ConcurrentBag<Tensor> _free = [];

    /// <summary>Computes something with a weight that nobody needs afterwards.</summary>
    /// <param name="outputs">Rows.</param>
    /// <param name="inputs">Columns.</param>
    /// <param name="type">Type of the numbers.</param>
    /// <param name="device">Where they are.</param>
    /// <param name="compute">Is given [outputs, inputs] of any value; what it returns must not share memory with it.</param>
    /// <returns>What was computed, of the current dispose scope.</returns>
    public Tensor Use(long outputs, long inputs, ScalarType type, Device device, Func<Tensor, Tensor> compute)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor buffer = Take(outputs * inputs, type, device);
        try
        {
            return compute(buffer.narrow(0, 0, outputs * inputs).view(outputs, inputs)).MoveToOuterDisposeScope();
        }
        finally
        {
            _free.Add(buffer);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_free.TryTake(out Tensor? buffer))
        {
            buffer.Dispose();
        }
    }

    private Tensor Take(long count, ScalarType type, Device device)
    {
        if (_free.TryTake(out Tensor? buffer))
        {
            if (buffer.dtype == type && buffer.device_type == device.type && buffer.device_index == device.index && buffer.shape[0] >= count)
            {
                return buffer;
            }

            buffer.Dispose();
        }

        return empty([count], type, device).DetachFromDisposeScope();
    }
}
