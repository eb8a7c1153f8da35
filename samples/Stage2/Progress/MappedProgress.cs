namespace MapDet.Stage2.Progress;

/// <summary>Hands reports of a library on to the display, at once and on the thread that made them.</summary>
internal sealed class MappedProgress<T>(IProgress<WorkDone> target, Func<T, WorkDone> map) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => target.Report(map(value));
}
