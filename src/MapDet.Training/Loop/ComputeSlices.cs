using System.Runtime.ExceptionServices;
using TorchSharp;

namespace MapDet.Training.Loop;

/// <summary>
/// Runs the parts of a batch at the same time: the first on the calling thread, each other one on a thread of its own. Small models gain
/// more from this than from threads within an operation.
/// </summary>
internal sealed class ComputeSlices : IDisposable
{
    private readonly Worker[] _workers;

    /// <summary>Starts the threads. To be used from one thread, the one that creates it.</summary>
    /// <param name="count">Parts, at least 1.</param>
    /// <param name="threadsPerSlice">Threads within an operation; 0: one where there are several parts, else the processor's cores.</param>
    public ComputeSlices(int count, int threadsPerSlice = 0)
    {
        int threads = threadsPerSlice > 0 ? threadsPerSlice : count > 1 ? 1 : Environment.ProcessorCount;
        torch.set_num_threads(threads);
        Count = count;
        ThreadsPerSlice = threads;
        _workers = [.. Enumerable.Range(1, count - 1).Select(index => new Worker(index, threads))];
    }

    /// <summary>As many parts as were asked for on the CPU; one on a GPU, which computes a batch faster whole.</summary>
    public static ComputeSlices For(torch.Device device, int count, int threadsPerSlice = 0) =>
        new(device.type == DeviceType.CPU ? count : 1, threadsPerSlice);

    /// <summary>Number of parts.</summary>
    public int Count { get; }

    /// <summary>Threads within an operation.</summary>
    public int ThreadsPerSlice { get; }

    /// <summary>Cuts a batch into parts and runs them.</summary>
    /// <param name="samples">Samples of the batch.</param>
    /// <param name="run">Is given a part's first sample and its number of samples; parts are disjoint and cover the batch.</param>
    /// <returns>What the parts gave, in the order of their samples.</returns>
    /// <exception cref="AggregateException">More than one part failed; a single failure is thrown as it is.</exception>
    public T[] Run<T>(int samples, Func<int, int, T> run)
    {
        int parts = Math.Clamp(samples, 1, Count);
        T[] results = new T[parts];
        void RunPart(int part)
        {
            int start = samples * part / parts;
            results[part] = run(start, (samples * (part + 1) / parts) - start);
        }

        for (int part = 1; part < parts; part++)
        {
            _workers[part - 1].Begin(RunPart);
        }

        List<Exception> failures = [];
        try
        {
            RunPart(0);
        }
        catch (Exception e)
        {
            failures.Add(e);
        }

        failures.AddRange(_workers.Take(parts - 1).Select(w => w.End()).OfType<Exception>());
        if (failures.Count == 1)
        {
            ExceptionDispatchInfo.Throw(failures[0]);
        }

        return failures.Count == 0 ? results : throw new AggregateException(failures);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Worker worker in _workers)
        {
            worker.Dispose();
        }
    }

    /// <summary>A thread that runs one part at a time.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly SemaphoreSlim _begin = new(0);
        private readonly SemaphoreSlim _end = new(0);
        private readonly Thread _thread;
        private Action? _work;
        private Exception? _failure;

        public Worker(int index, int threads)
        {
            _thread = new Thread(() => Loop(threads)) { IsBackground = true, Name = $"MapDet compute {index}" };
            Index = index;
            _thread.Start();
        }

        private int Index { get; }

        public void Begin(Action<int> run)
        {
            _work = () => run(Index);
            _begin.Release();
        }

        public Exception? End()
        {
            _end.Wait();
            return _failure;
        }

        public void Dispose()
        {
            _work = null;
            _begin.Release();
            _thread.Join();
            _begin.Dispose();
            _end.Dispose();
        }

        private void Loop(int threads)
        {
            // The number of threads within an operation is a setting of each calling thread.
            torch.set_num_threads(threads);
            while (true)
            {
                _begin.Wait();
                if (_work is null)
                {
                    return;
                }

                _failure = null;
                try
                {
                    _work();
                }
                catch (Exception e)
                {
                    _failure = e;
                }

                _end.Release();
            }
        }
    }
}
