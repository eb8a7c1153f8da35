using System.CommandLine;
using MapDet.Core.Runtime;

namespace MapDet.Stage2.CommandLine;

/// <summary>A command of the program: a class a command, found under <c>Commands</c>.</summary>
internal abstract class MapDetCommand : Command
{
    /// <summary>Creates the command.</summary>
    /// <param name="context">The world around it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does, one sentence.</param>
    /// <param name="examples">Whole command lines without the program's name, shown by <c>--help</c>.</param>
    protected MapDetCommand(CommandContext context, string name, string description, params string[] examples)
        : base(name, description)
    {
        Context = context;
        Examples = examples;
        SetAction(RunAsync);
    }

    /// <summary>Whole command lines without the program's name.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>The world around the command.</summary>
    protected CommandContext Context { get; }

    /// <summary>True for what computes with tensors.</summary>
    protected virtual bool UsesTorch => false;

    /// <summary>True for what may not run as one of several processes of a launch, because it knows nothing of the others.</summary>
    protected virtual bool IsSingleProcess => false;

    /// <summary>Does the work.</summary>
    /// <param name="arguments">What the user asked for.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>An exit code.</returns>
    protected abstract Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken);

    private Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (IsSingleProcess)
        {
            ParallelLaunch.Refuse(Context.Environment);
        }

        if (UsesTorch)
        {
            TorchRuntime.EnsureLoaded();
        }

        return ExecuteAsync(arguments, cancellationToken);
    }
}
