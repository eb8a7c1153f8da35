using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Progress;

namespace MapDet.Stage2.Tests.CommandLine;

/// <summary>Runs command lines inside the test's process.</summary>
internal static class MapDetProgram
{
    public static Task<ProgramResult> RunAsync(params string[] args) => RunAsync(args, environment: null);

    public static async Task<ProgramResult> RunAsync(
        string[] args, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellationToken = default)
    {
        await using StringWriter output = new();
        await using StringWriter error = new();
        (TextWriter safeOutput, TextWriter safeError) = (TextWriter.Synchronized(output), TextWriter.Synchronized(error));
        CommandContext context = new(
            safeOutput,
            safeError,
            new PlainProgressDisplay(safeError, safeOutput, TimeProvider.System),
            name => environment?.GetValueOrDefault(name),
            DateTimeOffset.Now);
        int exitCode = await new CommandRunner(MapDetCommandLine.Create(context), safeOutput, safeError).RunAsync(args, cancellationToken);
        return new ProgramResult(exitCode, output.ToString(), error.ToString());
    }
}
