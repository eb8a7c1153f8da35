using MapDet.Core.Batching;
using MapDet.Core.Imaging;
using MapDet.Core.Runtime;

namespace MapDet.Training.Loop;

/// <summary>
/// Which samples each step sees, and which of them mirrored: a pure function of seed and step, so that a run can go on in the middle
/// of an epoch. Every epoch sees every sample once; the last step of an epoch may be smaller.
/// </summary>
/// <param name="samples">Samples of the set, at least 1.</param>
/// <param name="batchSize">Samples of a micro-batch.</param>
/// <param name="accumulation">Micro-batches of a step.</param>
/// <param name="seed">Decides order and mirroring.</param>
/// <param name="mirror">True to mirror every other sample.</param>
/// <param name="colorJitter">By how much the colours of each sample's pictures are changed at most; 0: not at all.</param>
internal sealed class DataOrder(int samples, int batchSize, int accumulation, long seed, bool mirror, double colorJitter = 0)
{
    private const long OrderKey = 1;
    private const long MirrorKey = 1L << 32;
    private const long ColorKey = 4L << 32;
    private readonly int _effectiveBatch = batchSize * accumulation;

    /// <summary>Steps of an epoch.</summary>
    public int StepsPerEpoch => (samples + _effectiveBatch - 1) / _effectiveBatch;

    /// <summary>The epoch of a step.</summary>
    /// <param name="stepsMade">Counted from 1 over the whole run; 0 before the first.</param>
    /// <returns>Counted from 1; 0 before the first step.</returns>
    public int EpochOf(int stepsMade) => (stepsMade + StepsPerEpoch - 1) / StepsPerEpoch;

    /// <summary>The number of a step in its epoch.</summary>
    /// <param name="stepsMade">Counted from 1 over the whole run; 0 before the first.</param>
    /// <returns>Counted from 1; 0 before the first step.</returns>
    public int StepInEpoch(int stepsMade) => stepsMade == 0 ? 0 : ((stepsMade - 1) % StepsPerEpoch) + 1;

    /// <summary>The micro-batches of some steps, one after the other.</summary>
    /// <param name="firstStep">Counted from 0 over the whole run.</param>
    /// <param name="endStep">The step behind the last one.</param>
    public IEnumerable<IReadOnlyList<BatchItem>> MicroBatches(int firstStep, int endStep)
    {
        int epoch = -1;
        BatchItem[] items = [];
        for (int step = firstStep; step < endStep; step++)
        {
            if (step / StepsPerEpoch != epoch)
            {
                epoch = step / StepsPerEpoch;
                items = Epoch(epoch);
            }

            int start = step % StepsPerEpoch * _effectiveBatch;
            foreach (BatchItem[] batch in items.Skip(start).Take(_effectiveBatch).Chunk(batchSize))
            {
                yield return batch;
            }
        }
    }

    /// <summary>How many micro-batches a step has.</summary>
    /// <param name="step">Counted from 0 over the whole run.</param>
    public int MicroBatchCount(int step)
    {
        int start = step % StepsPerEpoch * _effectiveBatch;
        int count = Math.Min(_effectiveBatch, samples - start);
        return (count + batchSize - 1) / batchSize;
    }

    private BatchItem[] Epoch(int epoch)
    {
        int[] order = new KeyedRandom(seed, OrderKey, epoch).Permutation(samples);
        KeyedRandom sides = new(seed, MirrorKey, epoch);
        return [.. order.Select(index => new BatchItem(index, (sides.Next() & 1) == 1 && mirror, Colors: Colors(epoch, index)))];
    }

    private ColorAdjustment? Colors(int epoch, int index)
    {
        if (colorJitter == 0)
        {
            return null;
        }

        KeyedRandom random = new(seed, ColorKey + epoch, index);
        double Factor() => 1 + (colorJitter * ((2 * random.NextDouble()) - 1));
        return new ColorAdjustment(Factor(), Factor(), Factor());
    }
}
