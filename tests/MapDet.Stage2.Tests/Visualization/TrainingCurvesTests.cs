using System.Collections.Immutable;
using MapDet.Stage2.Tests.Progress.Live;
using MapDet.Stage2.Visualization;
using MapDet.Training.Loop;
using MapDet.Training.Telemetry;
using MapDet.Training.Tests.Fakes;
using SkiaSharp;

namespace MapDet.Stage2.Tests.Visualization;

public sealed class TrainingCurvesTests : IDisposable
{
    private const int PanelWidth = 540;
    private static readonly SKColor s_loss = new(0x00, 0x72, 0xB2);
    private static readonly SKColor s_points = new(0xE6, 0x9F, 0x00);
    private readonly TemporaryFolder _folder = new();

    private string Picture => _folder.File(CurvesFileObserver.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_panel_shows_its_lines_over_the_steps_of_the_run()
    {
        Run(1, 30);

        using SKBitmap pixels = SKBitmap.Decode(Picture);
        Assert.Equal((3 * PanelWidth, 800), (pixels.Width, pixels.Height));
        Assert.True(Bounds(pixels, s_loss, 0, 0).Width > 400, "total loss");
        Assert.True(Bounds(pixels, s_points, 1, 0).Width > 400, "points");
        Assert.InRange(Bounds(pixels, SKColors.Black, 2, 0).Width, 400, PanelWidth);
        Assert.True(Bounds(pixels, s_loss, 0, 1).Width > 400, "rate");
        Assert.True(Bounds(pixels, new SKColor(0x00, 0x9E, 0x73), 1, 1).Width > 400, "gradient of the decoder");
        Assert.True(Bounds(pixels, new SKColor(0x00, 0x9E, 0x73), 2, 1).Width > 400, "speed");
    }

    [Fact]
    public void A_resumed_run_goes_on_with_the_curves_of_the_one_before()
    {
        Run(1, 10);
        SKRectI before = LossCurve();
        Run(11, 30);
        SKRectI resumed = LossCurve();
        File.Delete(_folder.File(MetricsFileObserver.FileName));
        Run(11, 30);
        SKRectI alone = LossCurve();

        // Ten steps fill the panel; then they are its first third, from the left edge on; without them it stays empty.
        Assert.True(before.Width > 400, $"{before}");
        Assert.True(resumed.Width > 400 && resumed.Left < 60, $"{resumed}");
        Assert.InRange(alone.Left, 180, 260);
    }

    [Fact]
    public void A_run_of_nothing_but_an_evaluation_has_a_picture_too()
    {
        using SKImage image = TrainingCurves.Draw(new TrainingHistory([], [new LoggedEvaluation(0, 0, 0, [0, 0, double.NaN], false)]));

        Assert.Equal(3 * PanelWidth, image.Width);
    }

    [Fact]
    public void What_is_no_number_and_what_was_skipped_is_left_out()
    {
        ImmutableArray<LoggedStep> steps =
        [
            .. Enumerable.Range(1, 20).Select(step => new LoggedStep(
                step, 1, new LossValues(step == 5 ? double.NaN : 1, 0, step == 9 ? 1e30 : 1), default, default, 10, 0, double.NaN, IsSkipped: step == 9)),
        ];

        using SKImage image = TrainingCurves.Draw(new TrainingHistory(steps, []));

        using SKBitmap pixels = SKBitmap.FromImage(image);
        Assert.True(Bounds(pixels, s_loss, 0, 0).Width > 400);
    }

    [Theory]
    [InlineData(-2, 2, new[] { 0.01, 0.1, 1, 10, 100 })]
    [InlineData(0, 1, new[] { 1.0, 3, 10 })]
    [InlineData(0, 0.75, new[] { 1.0, 2, 5 })]
    [InlineData(0.3, 0.7, new[] { 2.0, 3, 4, 5 })]
    public void A_logarithmic_axis_has_round_numbers(double low, double high, double[] ticks) =>
        Assert.Equal(ticks, LogAxis.Ticks(low, high).Select(tick => Math.Round(tick, 6)));

    [Fact]
    public void A_logarithmic_axis_of_hardly_any_length_is_labelled_all_the_same() => Assert.Equal(3, LogAxis.Ticks(0.61, 0.62).Length);

    private void Run(int first, int last)
    {
        using MetricsFileObserver metrics = new();
        CurvesFileObserver curves = new();
        ITrainingObserver[] observers = [metrics, curves];
        TrainingRun run = FakeTrainingRun.Create(_folder.Path, startStep: first - 1);
        Array.ForEach(observers, o => o.OnStarted(run));
        for (int step = first; step <= last; step++)
        {
            TrainingStep made = FakeSteps.Create(step, 12 - (step / 5.0));
            Array.ForEach(observers, o => o.OnStepFinished(made));
            if (step == first || step == last)
            {
                Array.ForEach(observers, o => o.OnEvaluationFinished(FakeSteps.Evaluation(step, step / 60.0 + 0.1, isBest: true)));
            }
        }

        Array.ForEach(observers, o => o.OnFinished(null));
    }

    private SKRectI LossCurve()
    {
        using SKBitmap pixels = SKBitmap.Decode(Picture);
        return Bounds(pixels, s_loss, 0, 0);
    }

    private static SKRectI Bounds(SKBitmap pixels, SKColor color, int column, int row)
    {
        SKRectI bounds = new(int.MaxValue, int.MaxValue, 0, 0);
        for (int y = 0; y < 330; y++)
        {
            for (int x = 0; x < PanelWidth; x++)
            {
                if (pixels.GetPixel((column * PanelWidth) + x, (row * 400) + y) == color)
                {
                    bounds = new SKRectI(Math.Min(bounds.Left, x), Math.Min(bounds.Top, y), Math.Max(bounds.Right, x), Math.Max(bounds.Bottom, y));
                }
            }
        }

        return bounds;
    }
}
