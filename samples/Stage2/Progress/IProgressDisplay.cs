namespace MapDet.Stage2.Progress;

/// <summary>Shows how far long work is: a bar with the time left on a terminal, plain lines every few seconds otherwise.</summary>
internal interface IProgressDisplay
{
    /// <summary>Does work and shows how far it is. One at a time.</summary>
    /// <param name="title">What is done, such as <c>Rendering the world</c>.</param>
    /// <param name="work">The work; it reports to the display that it is given.</param>
    Task<T> RunAsync<T>(string title, Func<IProgress<WorkDone>, Task<T>> work);

    /// <summary>Writes a line of the work's own output, above the bar where there is one.</summary>
    void WriteLine(string line);
}
