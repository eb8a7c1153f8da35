using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MapDet.Stage2.Progress.Live;

/// <summary>A bar with what stands before and behind it.</summary>
/// <param name="label">Before the bar.</param>
/// <param name="share">How much of it is full, 0 to 1.</param>
/// <param name="text">Behind the percentage, such as the time left.</param>
internal sealed class BarLine(string label, double share, string text) : Renderable
{
    private const int LabelWidth = 9;
    private const int TextWidth = 24;
    private static readonly Style s_quiet = new(Color.Grey);
    private static readonly Style s_full = new(Color.Green);

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        int bar = Math.Max(0, maxWidth - LabelWidth - TextWidth);
        int full = (int)Math.Round(Math.Clamp(share, 0, 1) * bar);
        string behind = string.Create(CultureInfo.InvariantCulture, $"{100 * Math.Clamp(share, 0, 1),4:0} % {text}");
        (char done, char rest) = options.Unicode ? ('━', '─') : ('=', '-');
        string before = label.PadRight(LabelWidth);
        return
        [
            new(before[..Math.Min(before.Length, maxWidth)], s_quiet),
            new(new string(done, full), s_full),
            new(new string(rest, bar - full), s_quiet),
            new(behind[..Math.Clamp(maxWidth - LabelWidth - bar, 0, behind.Length)]),
            Segment.LineBreak,
        ];
    }
}
