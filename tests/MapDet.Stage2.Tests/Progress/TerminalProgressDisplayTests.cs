using MapDet.Stage2.Progress;
using MapDet.Stage2.Tests.Progress.Live;
using MapDet.Training.Tests.Fakes;
using Spectre.Console;
using Spectre.Console.Testing;

namespace MapDet.Stage2.Tests.Progress;

public sealed class TerminalProgressDisplayTests
{
    private const string BeginFrame = "\u001b[?2026h";
    private const string EndFrame = "\u001b[?2026l";

    [Fact]
    public async Task Lines_of_the_log_stand_above_the_view_whose_last_frame_stays()
    {
        using TestConsole console = Terminal();
        TerminalProgressDisplay display = new(console, TimeProvider.System);

        int result = await display.WatchAsync(watcher =>
        {
            watcher.OnStarted(FakeTrainingRun.Create());
            display.WriteLine("Epoch [1/3] Step [10/10]");
            watcher.OnStepFinished(FakeSteps.Create(10));
            return Task.FromResult(7);
        });
        display.WriteLine("behind");

        Assert.Equal(7, result);
        string last = console.Output[..console.Output.IndexOf("behind", StringComparison.Ordinal)].Split(BeginFrame).Last(frame => frame.Contains('╭'));
        Assert.Contains("of the run", last, StringComparison.Ordinal);
        Assert.Contains("10/30", last, StringComparison.Ordinal);
        int line = console.Output.IndexOf("Epoch [1/3] Step [10/10]", StringComparison.Ordinal);
        int frame = console.Output.LastIndexOf(BeginFrame, line, StringComparison.Ordinal);
        Assert.Contains("\u001b[J", console.Output[frame..line], StringComparison.Ordinal);
        Assert.Contains("╭", console.Output[line..console.Output.IndexOf(EndFrame, line, StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_frame_is_marked_as_one()
    {
        using TestConsole console = Terminal();

        await new TerminalProgressDisplay(console, TimeProvider.System).WatchAsync(watcher =>
        {
            watcher.OnStarted(FakeTrainingRun.Create());
            return Task.FromResult(true);
        });

        string[] frames = console.Output.Split(BeginFrame)[1..];
        Assert.True(frames.Length >= 2);
        Assert.All(frames.Where(frame => frame.Contains('╭')), frame => Assert.True(frame.IndexOf('╰') < frame.IndexOf(EndFrame, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_training_that_fails_fails_for_its_own_reason_and_leaves_its_lines()
    {
        using TestConsole console = Terminal();
        TerminalProgressDisplay display = new(console, TimeProvider.System);

        await Assert.ThrowsAsync<InvalidDataException>(() => display.WatchAsync<int>(_ =>
        {
            display.WriteLine("the last words");
            throw new InvalidDataException();
        }));

        Assert.Contains("the last words", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_that_can_not_move_its_cursor_gets_no_view()
    {
        using TestConsole console = new();
        TerminalProgressDisplay display = new(console, TimeProvider.System);

        await display.WatchAsync(watcher =>
        {
            watcher.OnStarted(FakeTrainingRun.Create());
            watcher.OnStepFinished(FakeSteps.Create(12));
            return Task.FromResult(true);
        });

        Assert.DoesNotContain("╭", console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", console.Output, StringComparison.Ordinal);
    }

    private static TestConsole Terminal() => new TestConsole().Size(new Size(100, 40)).SupportsUnicode(true).EmitAnsiSequences().SupportsAnsi(true).Interactive();
}
