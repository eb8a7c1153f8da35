using ScottPlot;

namespace MapDet.Stage2.Visualization;

/// <summary>A line of a plot over the steps of a run.</summary>
/// <param name="Name">For the legend; empty for none.</param>
/// <param name="Color">Its colour.</param>
/// <param name="Points">Step and value, finite ones alone.</param>
/// <param name="Width">Pixels.</param>
/// <param name="MarkerSize">Pixels; 0 for a line alone.</param>
internal sealed record CurveLine(string Name, Color Color, IReadOnlyList<(double Step, double Value)> Points, float Width = 2, float MarkerSize = 0)
{
    /// <summary>The line of a value that hides its noise: each point is the mean of the latest ones, a twentieth of them and fifty at most.</summary>
    public CurveLine Smoothed()
    {
        int window = Math.Clamp(Points.Count / 20, 1, 50);
        Queue<double> latest = new();
        return this with
        {
            Points =
            [
                .. Points.Select(point =>
                {
                    latest.Enqueue(point.Value);
                    if (latest.Count > window)
                    {
                        latest.Dequeue();
                    }

                    return (point.Step, latest.Average());
                }),
            ],
        };
    }

    /// <summary>The same points, pale and without a name, to stand behind the smoothed line.</summary>
    public CurveLine Faint() => this with { Name = "", Color = Color.WithAlpha(0.4), Width = 1 };
}
