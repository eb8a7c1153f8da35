namespace MapDet.Stage2.Progress;

internal static class ProgressDisplayExtensions
{
    /// <summary>Does work that has no result.</summary>
    public static Task RunAsync(this IProgressDisplay display, string title, Func<IProgress<WorkDone>, Task> work) =>
        display.RunAsync(title, async progress =>
        {
            await work(progress).ConfigureAwait(false);
            return true;
        });

    /// <summary>Takes the reports of a library.</summary>
    /// <param name="target">The display.</param>
    /// <param name="map">What a report means.</param>
    public static IProgress<T> Of<T>(this IProgress<WorkDone> target, Func<T, WorkDone> map) => new MappedProgress<T>(target, map);
}
