using MapDet.Stage2.Progress.Live;
using MapDet.Training.Loop;
using MapDet.Training.Tests.Fakes;
using Spectre.Console.Testing;

namespace MapDet.Stage2.Tests.Progress.Live;

public sealed class TrainingViewTests
{
    private readonly ManualTime _time = new();
    private readonly TrainingWatch _watch;

    public TrainingViewTests() => _watch = new TrainingWatch(_time);

    [Fact]
    public void A_wide_terminal_shows_everything_at_a_glance()
    {
        Train();
        _time.Advance(TimeSpan.FromSeconds(2));

        string[] lines = Draw(100, 40);

        Assert.StartsWith("╭─Training, tiny, cpu, run", lines[0], StringComparison.Ordinal);
        Assert.Equal("Step     epoch 2/3   step 2/10   of the run 12/30", Inside(lines[1]));
        Assert.Matches("^Epoch    ━+─+  20 % 40 s left$", Inside(lines[2]));
        Assert.Matches("^Run      ━+─+  40 % 3 min 18 s left$", Inside(lines[3]));
        Assert.Equal("Loss     3.5421   average 4.2500   cls 1.2345   pts 1.8765   dir 0.4311", Inside(lines[4]));
        Assert.Equal("Rate     Q-Former 1.00e-05   queries 2.00e-04   decoder 3.00e-04", Inside(lines[5]));
        Assert.Equal("Gradient Q-Former 0.125   queries 0.250   decoder 1.500", Inside(lines[6]));
        Assert.Equal("Speed    samples/s 20.0   data wait 20 ms (10 %)   memory 1.64 GB   skipped 0", Inside(lines[7]));
        Assert.Equal("Scores   mAP 0.5000   divider 0.400   ped_crossing 0.500   boundary 0.600   step 10", Inside(lines[8]));
        Assert.Equal("best 0.5000 (step 10)", Inside(lines[9]));
        Assert.Equal(17, lines.Length);
        Assert.All(lines, line => Assert.Equal(98, line.Length));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(40)]
    [InlineData(32)]
    public void A_narrow_terminal_breaks_lines_between_the_fields(int width)
    {
        Train();

        string[] lines = Draw(width, 60);

        Assert.All(lines, line => Assert.Equal(width - 2, line.Length));
        string text = string.Join('\n', lines);
        Assert.All(
            ["epoch 2/3", "3.5421", "pts 1.8765", "decoder 3.00e-04", "decoder 1.500", "memory 1.64 GB", "mAP 0.5000", "boundary 0.600"],
            field => Assert.Contains(field, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100, 24, 17)]
    [InlineData(100, 18, 14)]
    [InlineData(100, 12, 11)]
    [InlineData(100, 6, 6)]
    [InlineData(30, 10, 10)]
    public void A_low_terminal_gets_a_lower_curve_and_then_fewer_lines(int width, int height, int most)
    {
        Train();

        string[] lines = Draw(width, height);

        Assert.InRange(lines.Length, 3, most);
        Assert.StartsWith("╰", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_of_hardly_any_size_breaks_nothing()
    {
        Train();

        Assert.NotEmpty(Draw(3, 1));
    }

    [Fact]
    public void A_skipped_step_is_counted_and_shows_the_loss_of_the_one_before()
    {
        Train();
        _watch.OnStepFinished(FakeSteps.Create(13, double.NaN, isSkipped: true));

        string text = string.Join('\n', Draw(100, 40));

        Assert.Contains("of the run 13/30", text, StringComparison.Ordinal);
        Assert.Contains("Loss     3.5421", text, StringComparison.Ordinal);
        Assert.Contains("skipped 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_running_evaluation_shows_how_far_it_is()
    {
        Train();
        _watch.OnEvaluationProgress(3, 8);

        Assert.Contains("Scores   evaluating 3/8   mAP 0.5000", string.Join('\n', Draw(100, 40)), StringComparison.Ordinal);
    }

    [Fact]
    public void Before_the_first_step_it_says_what_is_known()
    {
        Assert.Contains("preparing the run", string.Join('\n', Draw(100, 40)), StringComparison.Ordinal);
        _watch.OnStarted(FakeTrainingRun.Create());

        Assert.Contains("Step     0/30", string.Join('\n', Draw(100, 40)), StringComparison.Ordinal);
    }

    private void Train()
    {
        _watch.OnStarted(FakeTrainingRun.Create("outputs/run"));
        for (int step = 1; step <= 10; step++)
        {
            _watch.OnStepFinished(FakeSteps.Create(step, 10 - (step / 2.0)));
        }

        _watch.OnEvaluationFinished(FakeSteps.Evaluation(10, 0.5, isBest: true));
        _watch.OnStepFinished(FakeSteps.Create(11, 4));
        _watch.OnStepFinished(FakeSteps.Create(12) with { TimeLeft = new TimeLeft(TimeSpan.FromSeconds(42), TimeSpan.FromSeconds(200)) });
    }

    private string[] Draw(int width, int height)
    {
        using TestConsole console = new TestConsole().Size(new Spectre.Console.Size(width, height)).SupportsUnicode(true);
        console.Write(new TrainingView(_watch));
        return [.. console.Lines];
    }

    private static string Inside(string line) => line.Trim('│', ' ');
}
