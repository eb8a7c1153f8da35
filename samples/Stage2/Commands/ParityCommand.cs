using System.CommandLine;
using MapDet.Core.Parity;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Reporting;

namespace MapDet.Stage2.Commands;

/// <summary><c>mapdet parity</c>: this port against reference numbers.</summary>
internal sealed class ParityCommand : MapDetCommand
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Files of reference numbers, or folders of them; other files in a folder are skipped.",
        Arity = ArgumentArity.OneOrMore,
    };

    public ParityCommand(CommandContext context)
        : base(
            context,
            "parity",
            "Runs modules, matcher, criterion and tokenizer on the inputs of files of reference numbers, and compares outputs and gradients with theirs.",
            "parity golden/losses",
            "parity golden/losses/losses_maptr_v4.safetensors golden/models/llama.safetensors",
            "parity golden/models/llama_tokenizer") => Arguments.Add(_paths);

    /// <inheritdoc/>
    protected override bool UsesTorch => true;

    /// <inheritdoc/>
    protected override Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken) =>
        Task.Run(() => Compare(arguments.GetRequiredValue(_paths), cancellationToken), cancellationToken);

    private int Compare(string[] paths, CancellationToken cancellationToken)
    {
        List<ParityReport> reports = [];
        foreach (ParityReport report in new ParityRunner(ParityChecks.All).Run(paths, cancellationToken))
        {
            ParityTable.Write(report, Context.Output);
            reports.Add(report);
        }

        ParityTable.WriteSummary(reports, Context.Output);
        return reports.TrueForAll(report => report.Failed.IsEmpty) ? ExitCode.Success : ExitCode.Failure;
    }
}
