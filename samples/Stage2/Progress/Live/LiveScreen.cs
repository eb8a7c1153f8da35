using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MapDet.Stage2.Progress.Live;

/// <summary>Keeps a view at the bottom of the terminal up to date while work writes lines above it.</summary>
/// <param name="console">The terminal.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveScreen(IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Writes a line above the view, with the next frame.</summary>
    public void WriteLine(string line) => _lines.Enqueue(line);

    /// <summary>Does work under a view; its last frame stays.</summary>
    /// <param name="view">Is drawn several times a second.</param>
    /// <param name="work">The work.</param>
    public async Task<T> RunAsync<T>(IRenderable view, Func<Task<T>> work)
    {
        SynchronizedOutput synchronized = new();
        LiveDisplay live = new(console, view) { Overflow = VerticalOverflow.Crop, Cropping = VerticalOverflowCropping.Bottom };

        // The first hook is the outermost: it encloses what the live display makes of a frame.
        console.Pipeline.Attach(synchronized);
        try
        {
            return await live.StartAsync(context => DrawWhileAsync(context, work)).ConfigureAwait(false);
        }
        finally
        {
            console.Pipeline.Detach(synchronized);
        }
    }

    private async Task<T> DrawWhileAsync<T>(LiveDisplayContext context, Func<Task<T>> work)
    {
        using CancellationTokenSource end = new();
        Task drawing = DrawAsync(context, end.Token);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await drawing.ConfigureAwait(false);
            Draw(context);
        }
    }

    private async Task DrawAsync(LiveDisplayContext context, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(s_interval, time);
        try
        {
            do
            {
                Draw(context);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    // One write a frame: lines and view together.
    private void Draw(LiveDisplayContext context)
    {
        List<string> lines = [];
        while (_lines.TryDequeue(out string? line))
        {
            lines.Add(line);
        }

        if (lines.Count > 0)
        {
            console.Write(new LinesAbove(lines));
        }
        else
        {
            context.Refresh();
        }
    }
}
