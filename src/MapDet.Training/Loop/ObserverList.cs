using System.Collections.Immutable;

namespace MapDet.Training.Loop;

/// <summary>Tells all observers.</summary>
internal sealed class ObserverList(IEnumerable<ITrainingObserver> observers)
{
    private readonly ImmutableArray<ITrainingObserver> _observers = [.. observers];

    public void Tell(Action<ITrainingObserver> message)
    {
        foreach (ITrainingObserver observer in _observers)
        {
            message(observer);
        }
    }
}
