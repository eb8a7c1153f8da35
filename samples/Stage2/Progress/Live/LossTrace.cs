namespace MapDet.Stage2.Progress.Live;

/// <summary>The loss of a run of any length in a fixed number of bins, each the mean of as many steps as it takes. May be read while it is written.</summary>
internal sealed class LossTrace
{
    private const int Capacity = 512;
    private readonly Lock _lock = new();
    private readonly double[] _sums = new double[Capacity];
    private readonly int[] _counts = new int[Capacity];
    private int _stepsPerBin = 1;

    /// <summary>Adds a step.</summary>
    /// <param name="step">Its number, from 1.</param>
    /// <param name="loss">Its loss, finite.</param>
    public void Add(int step, double loss)
    {
        lock (_lock)
        {
            while ((step - 1) / _stepsPerBin >= Capacity)
            {
                MergePairs();
            }

            int bin = (step - 1) / _stepsPerBin;
            _sums[bin] += loss;
            _counts[bin]++;
        }
    }

    /// <summary>The mean loss of the bins that hold any step, from the first on.</summary>
    public double[] Means()
    {
        lock (_lock)
        {
            return [.. _sums.Zip(_counts).Where(bin => bin.Second > 0).Select(bin => bin.First / bin.Second)];
        }
    }

    private void MergePairs()
    {
        for (int bin = 0; bin < Capacity; bin++)
        {
            bool isKept = bin < Capacity / 2;
            _sums[bin] = isKept ? _sums[2 * bin] + _sums[(2 * bin) + 1] : 0;
            _counts[bin] = isKept ? _counts[2 * bin] + _counts[(2 * bin) + 1] : 0;
        }

        _stepsPerBin *= 2;
    }
}
