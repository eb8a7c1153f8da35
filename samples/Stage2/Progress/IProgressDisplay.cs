using MapDet.Training.Loop;

namespace MapDet.Stage2.Progress;

/// <summary>Shows how far long work is: a bar with the time left on a terminal, plain lines every few seconds otherwise.</summary>
internal interface IProgressDisplay
{
    /// <summary>Does work and shows how far it is. One at a time.</summary>
    /// <param name="title">What is done, such as <c>Rendering the world</c>.</param>
    /// <param name="work">The work; it reports to the display that it is given.</param>
    Task<T> RunAsync<T>(string title, Func<IProgress<WorkDone>, Task<T>> work);

    /// <summary>Runs a training and shows how far it is.</summary>
    /// <param name="training">The training; it tells the observer that it is given.</param>
    Task<T> WatchAsync<T>(Func<ITrainingObserver, Task<T>> training) => RunAsync("Training", progress => training(new TrainingProgress(progress)));

    /// <summary>Writes a line of the work's own output, above the bar where there is one.</summary>
    void WriteLine(string line);
}
