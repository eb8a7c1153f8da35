using MapDet.Stage2.Progress.Live;
using Spectre.Console.Testing;

namespace MapDet.Stage2.Tests.Progress.Live;

public sealed class LossChartTests
{
    [Fact]
    public void A_falling_loss_runs_from_the_upper_left_to_the_lower_right()
    {
        Assert.Equal(
            [
                " 10.000 ⠉⠒⠤⣀",
                "            ⠉⠒⠤⣀",
                "  1.000         ⠉⠒⠤⣀",
            ],
            Draw(20, [10, 1]));
    }

    [Fact]
    public void Without_unicode_it_is_drawn_in_stars() => Assert.Equal(["  2.000 **", "          **", "  0.000     **"], Draw(14, [2, 0], hasUnicode: false));

    [Fact]
    public void Many_values_are_averaged_into_the_width()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? 3.0 : 1.0)];

        Assert.Equal(["  2.000", "        ⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤", "  2.000"], Draw(18, values));
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 5.0 })]
    public void One_value_makes_no_curve(double[] values) => Assert.All(Draw(30, values), line => Assert.True(line.Length <= 8));

    private static string[] Draw(int width, double[] values, bool hasUnicode = true)
    {
        using TestConsole console = new TestConsole().Width(width).SupportsUnicode(hasUnicode);
        console.Write(new LossChart(values, 3));
        return [.. console.Lines.Select(line => line.TrimEnd()).Take(3)];
    }
}
