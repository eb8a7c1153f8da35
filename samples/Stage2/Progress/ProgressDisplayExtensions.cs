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
}
