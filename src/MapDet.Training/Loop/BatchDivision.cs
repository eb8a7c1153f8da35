using MapDet.Core;

namespace MapDet.Training.Loop;

/// <summary>Into how many pieces a batch is cut that are computed one after the other, so that one of them fits into memory.</summary>
/// <param name="parts">The number to begin with.</param>
internal sealed class BatchDivision(int parts = 1)
{
    /// <summary>The number now.</summary>
    public int Parts { get; private set; } = parts;

    /// <summary>The pieces of a batch: their first samples and numbers of samples.</summary>
    /// <param name="samples">Samples of the batch.</param>
    public IEnumerable<(int Start, int Count)> Cut(int samples)
    {
        int pieces = Math.Clamp(Parts, 1, Math.Max(1, samples));
        for (int piece = 0; piece < pieces; piece++)
        {
            int start = samples * piece / pieces;
            yield return (start, (samples * (piece + 1) / pieces) - start);
        }
    }

    /// <summary>Computes something; where memory is lacking, again in pieces of half the size, which stay so.</summary>
    /// <param name="samples">Samples of the largest batch.</param>
    /// <param name="work">Goes through all pieces; called anew from the beginning each time.</param>
    /// <exception cref="MapDetException">Not even single samples fit.</exception>
    public T Run<T>(int samples, Func<T> work)
    {
        while (true)
        {
            try
            {
                return work();
            }
            catch (Exception e) when (OutOfMemory.Caused(e))
            {
                if (Parts >= samples)
                {
                    throw new MapDetException(
                        "Out of memory with a single sample at a time. A smaller model or smaller pictures need less, and so do bfloat16 or quantised weights of the frozen "
                        + $"stages and recomputed activations; 'mapdet plan' says how much. What the tensor library said: {FirstLine(e)}",
                        e);
                }

                Parts = Math.Min(samples, Parts * 2);
            }
        }
    }

    private static string FirstLine(Exception e) => e.GetBaseException().Message.Split('\n')[0];
}
