using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MapDet.Stage2.CommandLine;

/// <summary>The usual help, followed by examples.</summary>
/// <param name="help">The usual help.</param>
/// <param name="rootExamples">Examples of the program as a whole.</param>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyList<string> rootExamples) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        IReadOnlyList<string> examples = parseResult.CommandResult.Command is MapDetCommand command ? command.Examples : rootExamples;
        output.WriteLine("Examples:");
        foreach (string example in examples)
        {
            output.WriteLine($"  mapdet {example}");
        }

        output.WriteLine();
        return ExitCode.Success;
    }
}
