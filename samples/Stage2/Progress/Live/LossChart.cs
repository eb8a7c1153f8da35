using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MapDet.Stage2.Progress.Live;

/// <summary>A small curve of dots, eight to a character (Braille patterns), or of stars where the terminal has no Unicode.</summary>
/// <param name="values">From left to right, stretched over the width; two or more for a curve.</param>
/// <param name="height">Rows of characters.</param>
internal sealed class LossChart(double[] values, int height) : Renderable
{
    private const int LabelWidth = 8;
    private const int FirstPattern = 0x2800;

    // The bit of each dot of a Braille pattern: left and right column, from top to bottom.
    private static readonly int[][] s_dots = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
    private static readonly Style s_curve = new(Color.DodgerBlue1);
    private static readonly Style s_label = new(Color.Grey);

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        int width = Math.Max(1, maxWidth - LabelWidth);
        double[] knots = Knots(Math.Max(2, width / 2));
        string[] rows = options.Unicode ? Patterns(knots, width) : Stars(knots, width);
        for (int row = 0; row < height; row++)
        {
            string label = knots.Length == 0 ? "" : row == 0 ? Label(knots.Max()) : row == height - 1 ? Label(knots.Min()) : "";
            yield return new Segment(label.PadLeft(LabelWidth - 1) + " ", s_label);
            yield return new Segment(rows[row], s_curve);
            yield return Segment.LineBreak;
        }
    }

    /// <summary>The curve's corners: the values, or means of neighbours where there are too many of them.</summary>
    private double[] Knots(int most) => values.Length <= most
        ? values
        : [.. Enumerable.Range(0, most).Select(i => values[(i * values.Length / most)..((i + 1) * values.Length / most)].Average())];

    private string[] Patterns(double[] knots, int width)
    {
        int[,] cells = new int[height, width];
        foreach ((int x, int y) in Dots(knots, 2 * width, 4 * height))
        {
            cells[y / 4, x / 2] |= s_dots[x % 2][y % 4];
        }

        return Rows(width, (row, column) => cells[row, column] == 0 ? ' ' : (char)(FirstPattern + cells[row, column]));
    }

    private string[] Stars(double[] knots, int width)
    {
        HashSet<(int X, int Y)> dots = [.. Dots(knots, width, height)];
        return Rows(width, (row, column) => dots.Contains((column, row)) ? '*' : ' ');
    }

    private string[] Rows(int width, Func<int, int, char> character) =>
        [.. Enumerable.Range(0, height).Select(row => string.Create(width, row, (text, y) =>
        {
            for (int x = 0; x < text.Length; x++)
            {
                text[x] = character(y, x);
            }
        }))];

    /// <summary>The dots of the curve, each column joined to the one before; y counts down from the top.</summary>
    private static IEnumerable<(int X, int Y)> Dots(double[] knots, int columns, int rows)
    {
        if (knots.Length < 2)
        {
            yield break;
        }

        (double bottom, double top) = (knots.Min(), knots.Max());
        int? before = null;
        for (int x = 0; x < columns; x++)
        {
            double share = top > bottom ? (top - At(knots, (double)x / Math.Max(columns - 1, 1))) / (top - bottom) : 0.5;
            int y = (int)Math.Round(share * (rows - 1));
            int near = before is not { } last || last == y ? y : last < y ? last + 1 : last - 1;
            for (int dot = Math.Min(near, y); dot <= Math.Max(near, y); dot++)
            {
                yield return (x, dot);
            }

            before = y;
        }
    }

    private static double At(double[] knots, double share)
    {
        double position = share * (knots.Length - 1);
        int left = (int)position;
        double right = knots[Math.Min(left + 1, knots.Length - 1)];
        return knots[left] + ((position - left) * (right - knots[left]));
    }

    private static string Label(double value) => value.ToString(Math.Abs(value) < 1000 ? "0.000" : "0.0e+0", CultureInfo.InvariantCulture);
}
