using System.CommandLine;
using MapDet.Core;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Demo;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Commands;

/// <summary><c>mapdet demo</c>: the whole of Stage 2 with nothing but this program.</summary>
internal sealed class DemoCommand : MapDetCommand
{
    private readonly Option<string> _output = new("--output") { Description = "The folder for everything; an earlier demo in it is replaced.", DefaultValueFactory = _ => "outputs/demo", HelpName = "DIR" };
    private readonly Option<double> _minutes = new("--minutes") { Description = "The time that it may take, all of it.", DefaultValueFactory = _ => 12, HelpName = "N" };
    private readonly Option<int?> _steps = new("--steps") { Description = "A fixed number of training steps instead: the same numbers every time.", HelpName = "N" };
    private readonly Option<long> _seed = new("--seed") { Description = "Decides world, weights and order.", DefaultValueFactory = _ => new TrainingOptions().Seed, HelpName = "N" };

    public DemoCommand(CommandContext context)
        : base(
            context,
            "demo",
            "Runs the whole of Stage 2 on this machine with no download: synthetic world, training, evaluation, pictures.",
            "demo",
            "demo --minutes 30 --output outputs/long-demo",
            "demo --steps 200")
    {
        foreach (Option option in new Option[] { _output, _minutes, _steps, _seed })
        {
            Options.Add(option);
        }
    }

    /// <inheritdoc/>
    protected override bool UsesTorch => true;

    /// <inheritdoc/>
    protected override bool IsSingleProcess => true;

    /// <inheritdoc/>
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        int? steps = arguments.GetValue(_steps);
        if (steps < 1)
        {
            throw new MapDetException($"--steps {steps}: there has to be a step at least.");
        }

        double minutes = arguments.GetValue(_minutes);
        if (!(minutes > 0 && minutes < TimeSpan.MaxValue.TotalMinutes / 2))
        {
            throw new MapDetException($"--minutes {minutes}: this is no time span.");
        }

        DemoOptions options = new(arguments.GetRequiredValue(_output), TimeSpan.FromMinutes(minutes), steps, arguments.GetValue(_seed));
        bool passed = await new DemoRun(Context, options, TimeProvider.System).RunAsync(cancellationToken).ConfigureAwait(false);
        return passed ? ExitCode.Success : ExitCode.Failure;
    }
}
