using Spectre.Console.Rendering;

namespace MapDet.Stage2.Progress.Live;

/// <summary>
/// Tells the terminal where a frame begins and ends, so that it shows the whole of it at once (DEC private mode 2026, "synchronized output"). Terminals
/// that do not know the mode ignore it.
/// </summary>
internal sealed class SynchronizedOutput : IRenderHook
{
    private const string Begin = "\u001b[?2026h";
    private const string End = "\u001b[?2026l";

    /// <inheritdoc/>
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        [new ControlText(Begin), .. renderables, new ControlText(End)];

    private sealed class ControlText(string sequence) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [Segment.Control(sequence)];
    }
}
