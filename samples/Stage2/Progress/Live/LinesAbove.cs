using Spectre.Console.Rendering;

namespace MapDet.Stage2.Progress.Live;

/// <summary>Lines that take the place of what is drawn at the bottom of the terminal, which is drawn again below them.</summary>
/// <param name="lines">Without line ends. Too long ones are broken by the terminal.</param>
internal sealed class LinesAbove(IEnumerable<string> lines) : Renderable
{
    private const string EraseBelow = "\u001b[J";

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        if (options.Ansi)
        {
            yield return Segment.Control(EraseBelow);
        }

        foreach (string line in lines)
        {
            yield return new Segment(line);
            yield return Segment.LineBreak;
        }
    }
}
