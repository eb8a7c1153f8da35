using System.CommandLine;
using System.CommandLine.Invocation;
using MapDet.Core;
using Microsoft.Extensions.Options;

namespace MapDet.Stage2.CommandLine;

/// <summary>Parses a command line, runs the command, and turns every way in which that can end into an exit code and at most one message.</summary>
/// <param name="root">The program's commands.</param>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
internal sealed class CommandRunner(RootCommand root, TextWriter output, TextWriter error)
{
    /// <summary>Runs a command line.</summary>
    /// <param name="args">Without the program's name.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        ParseResult arguments = root.Parse(args);
        if (arguments.Action is ParseErrorAction or null)
        {
            return ReportUsage(arguments);
        }

        try
        {
            InvocationConfiguration configuration = new()
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                // The program handles its signals itself: the parser would end it with another code.
                ProcessTerminationTimeout = null,
            };
            return await arguments.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("mapdet: cancelled.").ConfigureAwait(false);
            return ExitCode.Cancelled;
        }
        catch (Exception e)
        {
            return Report(e, arguments.GetValue(MapDetCommandLine.Verbose));
        }
    }

    private int ReportUsage(ParseResult arguments)
    {
        foreach (string message in arguments.Errors.Select(e => e.Message).Distinct())
        {
            error.WriteLine($"mapdet: {message}");
        }

        Command command = arguments.CommandResult.Command;
        error.WriteLine(command is RootCommand ? "Try 'mapdet --help'." : $"Try 'mapdet {command.Name} --help'.");
        return ExitCode.BadInput;
    }

    private int Report(Exception exception, bool isVerbose)
    {
        bool isBadInput = exception is MapDetException or OptionsValidationException;
        error.WriteLine(isBadInput ? $"mapdet: {exception.Message}" : $"mapdet: failed: {exception.Message} ({exception.GetType().Name})");
        if (isVerbose)
        {
            error.WriteLine(exception);
        }
        else if (!isBadInput)
        {
            error.WriteLine("mapdet: the same command with --verbose says where.");
        }

        return isBadInput ? ExitCode.BadInput : ExitCode.Failure;
    }
}
