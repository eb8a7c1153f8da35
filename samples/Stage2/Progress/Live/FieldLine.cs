using Spectre.Console;
using Spectre.Console.Rendering;

namespace MapDet.Stage2.Progress.Live;

/// <summary>A label and names with values behind it, on as many lines as the width takes; a name is never parted from its value.</summary>
/// <param name="label">What the fields are.</param>
/// <param name="fields">Names, which may be empty, and values.</param>
internal sealed class FieldLine(string label, params IReadOnlyList<(string Name, string Value)> fields) : Renderable
{
    private const int LabelWidth = 9;
    private const int Gap = 3;
    private static readonly Style s_quiet = new(Color.Grey);
    private static readonly Style s_value = new(decoration: Decoration.Bold);

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        int width = Math.Max(1, maxWidth - LabelWidth);
        yield return new Segment(Cut(label.PadRight(LabelWidth), maxWidth), s_quiet);
        int position = 0;
        foreach ((string name, string value) in fields)
        {
            string title = name.Length > 0 ? name + " " : "";
            int length = title.Length + value.Length;
            if (position > 0 && position + Gap + length > width)
            {
                yield return Segment.LineBreak;
                yield return new Segment(Cut(new string(' ', LabelWidth), maxWidth - 1));
                position = 0;
            }

            int gap = position > 0 ? Gap : 0;
            yield return new Segment(new string(' ', gap) + Cut(title, width), s_quiet);
            yield return new Segment(Cut(value, width - title.Length), s_value);
            position += gap + length;
        }

        yield return Segment.LineBreak;
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..Math.Max(0, width)];
}
