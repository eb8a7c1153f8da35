using MapDet.Stage2.Progress;

namespace MapDet.Stage2.CommandLine;

/// <summary>What a command sees of the world around it; tests bring their own.</summary>
/// <param name="Output">Standard output: results.</param>
/// <param name="Error">Standard error: messages, and progress where there is no terminal.</param>
/// <param name="Progress">Shows how far the work is.</param>
/// <param name="Environment">Reads an environment variable; null where it is not set.</param>
/// <param name="StartTime">When the process began.</param>
internal sealed record CommandContext(
    TextWriter Output,
    TextWriter Error,
    IProgressDisplay Progress,
    Func<string, string?> Environment,
    DateTimeOffset StartTime)
{
    /// <summary>Tells the user something outside of the work's own output: above the bar on a terminal, on standard error otherwise.</summary>
    public void Tell(string message)
    {
        if (Progress is TerminalProgressDisplay)
        {
            Progress.WriteLine(message);
        }
        else
        {
            Error.WriteLine(message);
        }
    }

    /// <summary>The context of the real process.</summary>
    public static CommandContext OfProcess()
    {
        using System.Diagnostics.Process process = System.Diagnostics.Process.GetCurrentProcess();
        IProgressDisplay progress = Console.IsOutputRedirected
            ? new PlainProgressDisplay(Console.Error, Console.Out, TimeProvider.System)
            : new TerminalProgressDisplay(Spectre.Console.AnsiConsole.Console, TimeProvider.System);
        return new CommandContext(Console.Out, Console.Error, progress, System.Environment.GetEnvironmentVariable, process.StartTime);
    }
}
