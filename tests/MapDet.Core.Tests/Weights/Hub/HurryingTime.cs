using System.Collections.Concurrent;

namespace MapDet.Core.Tests.Weights.Hub;

/// <summary>A clock whose pauses are over at once; it remembers them. Time limits, which are longer, never come.</summary>
internal sealed class HurryingTime(TimeSpan limit) : TimeProvider
{
    public HurryingTime()
        : this(TimeSpan.FromSeconds(60))
    {
    }

    public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == limit)
        {
            return new Idle();
        }

        Pauses.Enqueue(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    private sealed class Idle : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
